// The auditor searches, exports and verifies the trail; the lead sees who saw an incident. Without scripts too.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { clicked, openPage, startBrowser } from '../lib/browser.js';
import { inspect, visit } from '../lib/inspect.js';
import { startVigie } from '../lib/server.js';

let browser;
let server;

before(async () => {
  [browser, server] = await Promise.all([startBrowser(), startVigie()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const words = {
  fr: {
    door: '/connexion', trail: '/administration/trace', verify: 'Vérifier', intact: /aucune altérée/,
    search: 'Chercher', seen: 'Incident ouvert', none: /Rien ne correspond/, wrong: /Aucun compte/,
    saw: 'Qui a vu cet incident', unit: '/cellule',
  },
  en: {
    door: '/en/sign-in', trail: '/en/administration/trail', verify: 'Verify', intact: /none altered/,
    search: 'Search', seen: 'Incident opened', none: /Nothing fits/, wrong: /No account/,
    saw: 'Who saw this incident', unit: '/en/unit',
  },
};

/** Signs in with an account of the demonstration. */
async function signIn(page, door, name) {
  await page.goto(door);
  await page.locator('#email').fill(`${name}@vigie.example`);
  await page.locator('#password').fill('demonstration-2017');
  await clicked(page, page.locator('main form button').first());
}

/** Presses a button of the page by its name. */
async function press(page, name) {
  await clicked(page, page.getByRole('button', { name, exact: true }));
}

for (const [language, said] of Object.entries(words)) {
  for (const [width, javascript] of [[360, false], [1280, true]]) {
    test(`the auditor reads the trail in ${language} at ${width} px`, async () => {
      const page = await openPage(browser, server.address, { width, javascript });
      await signIn(page, said.door, 'auditeur');
      assert.equal(new URL(page.url()).pathname, said.trail, 'begins where they may');
      await inspect(page);
      await press(page, said.verify);
      await inspect(page);
      assert.match(await page.locator('.note.good').innerText(), said.intact);

      // By address and by action: the filter stands in the address.
      await page.locator('#qui').fill('analyste@vigie.example');
      await page.locator('#action').selectOption('incident.seen');
      await press(page, said.search);
      assert.equal(new URL(page.url()).searchParams.get('qui'), 'analyste@vigie.example');
      await inspect(page);
      assert.ok((await page.locator('tbody tr').first().innerText()).includes(said.seen));
      // Both exports hold what the page shows, and come as files.
      for (const link of await page.locator('main a[download]').all()) {
        const answer = await page.request.get(await link.getAttribute('href'));
        assert.equal(answer.status(), 200);
        assert.match(answer.headers()['content-disposition'], /^attachment/);
        assert.ok((await answer.text()).includes('incident.seen'));
      }
      // What was typed amiss is said beside its field and kept; what finds nothing says what to do.
      await visit(page, `${said.trail}?qui=personne@vigie.example`, { status: 422 });
      assert.match(await page.locator('#qui-error').innerText(), said.wrong);
      assert.equal(await page.locator('#qui').inputValue(), 'personne@vigie.example');
      await visit(page, `${said.trail}?action=token.revoked`);
      assert.match(await page.locator('main').innerText(), said.none);
      await page.finish();
    });

    test(`the lead sees who saw an incident in ${language} at ${width} px`, async () => {
      const page = await openPage(browser, server.address, { width, javascript });
      await signIn(page, said.door, 'responsable');
      await page.goto(said.unit);
      await clicked(page, page.locator('a.ref').first());
      await clicked(page, page.getByRole('link', { name: said.saw }));
      await inspect(page);
      assert.ok((await page.locator('main').innerText()).includes('Robin Modèle'), 'who looks is seen too');
      assert.ok((await page.locator('main').innerText()).includes(said.seen));
      await page.finish();
    });
  }
}
