/* SPDX-License-Identifier: MPL-2.0 */
// Pages work without this. With it, what needs correcting is read first.
document.querySelector("[data-focus]")?.focus();
