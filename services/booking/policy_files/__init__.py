# SPDX-License-Identifier: MPL-2.0
"""Policies as files that people write and adopt: one YAML file holds the rules of a municipality and examples of them.

How to write one: docs/policy_files.md. Nothing here knows a database or a server.
"""
