/* SPDX-License-Identifier: MPL-2.0 */
// The page prints without this. With it, there is a button.
const button = document.querySelector("[data-print]");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
