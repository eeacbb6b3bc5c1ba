// What a structure's own people read by their account: what their sites declared, and nothing else. Without scripts too.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { openPage, startBrowser } from '../lib/browser.js';
import { inspect, visit } from '../lib/inspect.js';
import { createAccount, demonstration, password, signIn } from '../lib/people.js';
import { startVigie } from '../lib/server.js';

let browser;
let server;
/** References of the whole nation. */
let all;

before(async () => {
  [browser, server] = await Promise.all([startBrowser(), startVigie()]);
  const page = await openPage(browser, server.address);
  await page.goto('/connexion');
  await signIn(page, 'analyste@vigie.example', demonstration);
  await page.waitForURL('**/cellule');
  all = await page.locator('a.ref').allTextContents();
  await page.finish();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const words = {
  fr: {
    door: '/connexion', space: '/mon-espace', unit: '/cellule', readOnly: /il faut son code de suivi/,
    none: /Aucune déclaration de vos structures/, out: 'Se déconnecter',
  },
  en: {
    door: '/en/sign-in', space: '/en/my-space', unit: '/en/unit', readOnly: /you need its follow-up code/,
    none: /No declaration of your facilities/, out: 'Sign out',
  },
};

for (const [language, said] of Object.entries(words)) {
  for (const [width, javascript] of [[360, false], [1280, true]]) {
    test(`a security officer reads what their sites declared in ${language} at ${width} px`, async () => {
      const page = await openPage(browser, server.address, { width, javascript });
      // Sent here by a link to a page of the cell's, they do not end before a closed door.
      await page.goto(`${said.door}?vers=${encodeURIComponent(said.unit)}`);
      await signIn(page, 'rssi@vigie.example', demonstration);
      await page.waitForURL(`**${said.space}`);
      await inspect(page);
      const own = await page.locator('main h3 a.code').allTextContents();
      assert.ok(own.length > 0, 'the demonstration has something for them');
      await page.locator('main h3 a.code').first().click();
      await page.waitForURL(`**/declarations/${own[0]}`);
      await inspect(page);
      assert.match(await page.locator('main').innerText(), said.readOnly);
      assert.equal(await page.locator('main form').count(), 0, 'to read, not to write');

      // Nothing of another site, by no way.
      const others = all.filter((reference) => !own.includes(reference));
      assert.ok(others.length > 0);
      await visit(page, `${said.space}/declarations/${others[0]}`, { status: 404 });
      await page.locator(`main a[href="${said.space}"]`).click();
      await page.waitForURL(`**${said.space}`);
      await visit(page, said.unit, { status: 403 });
      await page.finish();
    });
  }

  test(`whose structures declared nothing is told so in ${language}, however long their name`, async () => {
    const long = 'Marie-Antoinette de Montmorency-Laval-Bouteville de la Rochefoucauld';
    const email = createAccount(server, `nouvelle-${language}`, long, 'facility-staff:010000024');
    const page = await openPage(browser, server.address, { width: 360, javascript: false });
    await page.goto(said.door);
    await signIn(page, email, password);
    await page.waitForURL(`**${said.space}`);
    await inspect(page);
    assert.match(await page.locator('main').innerText(), said.none);
    await page.finish();
  });

  test(`abuse_f14_back_after_signing_out_shows_nothing in ${language}`, async () => {
    const page = await openPage(browser, server.address);
    await page.goto(said.door);
    await signIn(page, 'rssi@vigie.example', demonstration);
    await page.waitForURL(`**${said.space}`);
    const reference = await page.locator('main h3 a.code').first().textContent();
    await page.getByRole('button', { name: said.out }).click();
    await page.waitForURL((url) => ['/', '/en'].includes(url.pathname));
    await page.goBack();
    await page.waitForURL((url) => url.pathname === said.door);
    assert.ok(!(await page.content()).includes(reference));
    await page.finish();
  });
}
