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

/** The same, when it leads to another page, or to this one anew: what is read next is of the page that came. */
export async function follow(page, locator) {
  await tabTo(page, locator, STOPS);
  await leap(page, 'Enter');
}

/** The same, and the page that came is inspected. */
export async function go(page, locator) {
  await follow(page, locator);
  await inspect(page);
}

/** Goes there and types, in the place of what was there. */
export async function type(page, locator, text) {
  await tabTo(page, locator, STOPS);
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(text);
}

/** Chooses in a list of choices, with the arrows. */
export async function choose(page, locator, value) {
  await tabTo(page, locator, STOPS);
  const count = await locator.locator('option').count();
  await page.keyboard.press('Home');
  for (let at = 0; at < count && await locator.inputValue() !== value; at += 1) await page.keyboard.press('ArrowDown');
  if (await locator.inputValue() !== value) throw new Error(`the arrows do not reach ${value}`);
}

/** Presses a key that leads to another page. */
export async function leap(page, key) {
  await Promise.all([page.waitForNavigation(), page.keyboard.press(key)]);
}

/** Says where to go in the palette, and goes there. */
export async function palette(page, words) {
  await page.keyboard.press('Control+k');
  await page.keyboard.insertText(words);
  await leap(page, 'Enter');
}
