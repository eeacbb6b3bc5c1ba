// What somebody without a mouse does: go there by Tab, then press or type.

import { tabTo } from './browser.js';
import { inspect } from './inspect.js';

/** More presses than the fullest page has stops. */
const STOPS = 600;

/** Goes there and presses. */
export async function press(page, locator, key = 'Enter') {
  await tabTo(page, locator, STOPS);
  await page.keyboard.press(key);
}

/** The same, when it leads to another page, which is inspected. */
export async function go(page, locator) {
  await tabTo(page, locator, STOPS);
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  await inspect(page);
}

/** Goes there and types, in the place of what was there. */
export async function type(page, locator, text) {
  await tabTo(page, locator, STOPS);
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(text);
}
