# SPDX-License-Identifier: MPL-2.0
"""Where mail goes when no SMTP_URL is given: a real SMTP server, a folder, and a page that shows it."""
