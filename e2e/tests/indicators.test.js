// Indicators: found in what is declared, shared between incidents, pasted by the cell, dismissed and taken back.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { clicked, openPage, startBrowser } from '../lib/browser.js';
import { inspect } from '../lib/inspect.js';
import { demonstration, signIn } from '../lib/people.js';
import { startVigie } from '../lib/server.js';

let browser;
let server;
let first;
let second;

before(async () => {
  [browser, server] = await Promise.all([startBrowser(), startVigie()]);
  first = await declare('53', 'Chiffrés depuis fuite[.]top et 91.215.85[.]17, demandes de 8.8.8.8.');
  second = await declare('11', 'Des connexions vers fuite[.]top cette nuit.');
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Files at a facility of that region; answers with the reference. */
async function declare(region, summary) {
  const found = await (await fetch(`${server.address}/api/v1/facilities?q=${region === '53' ? 'rennes' : 'paris'}`)).json();
  const facility = found.items.find((item) => item.region === region);
  const answer = await fetch(`${server.address}/api/v1/declarations`, {
    method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      facility: facility.finess, summary, noticed_at: '2026-03-10T08:30:00+01:00',
      declarant: { name: 'Camille Fictif', phone: '01 99 00 12 34' },
    }),
  });
  assert.equal(answer.status, 201);
  return (await answer.json()).reference;
}

const words = {
  fr: {
    door: '/connexion', unit: '/cellule', title: 'Indicateurs', add: 'Ajouter des indicateurs',
    look: 'Chercher', keep: /^Ajouter, en TLP:/, dismiss: 'Écarter', restore: 'C’est bien une trace',
    also: 'Aussi dans', hidden: /1 autre incident que vous ne pouvez pas lire/, nothing: /Rien de tel ici/, listed: /Résolveurs DNS publics/,
  },
  en: {
    door: '/en/sign-in', unit: '/en/unit', title: 'Indicators', add: 'Add indicators',
    look: 'Look', keep: /^Add, as TLP:/, dismiss: 'Dismiss', restore: 'It is a trace after all',
    also: 'Also in', hidden: /1 other incident that you may not read/, nothing: /Nothing of the kind/, listed: /Public DNS resolvers/,
  },
};

/** Opens an incident, once its texts were read. */
async function open(page, unit, reference) {
  await page.goto(unit);
  await page.getByRole('link', { name: reference }).first().click();
  for (let tries = 0; tries < 60 && !(await page.content()).includes('fuite[.]top</code>'); tries += 1) {
    await page.waitForTimeout(500);
    await page.reload();
  }
}

async function press(page, name) {
  await clicked(page, page.getByRole('button', { name }).first());
}

for (const [language, said] of Object.entries(words)) {
  for (const [width, javascript] of [[360, false], [1280, true]]) {
    test(`the cell works with indicators in ${language} at ${width} px`, async () => {
      const page = await openPage(browser, server.address, { width, javascript });
      await page.goto(said.door);
      await signIn(page, 'analyste@vigie.example', demonstration);
      await open(page, said.unit, first);
      await inspect(page);
      assert.equal(await page.locator('.indicators .also a').first().innerText(), second);
      await page.locator('#indicateurs ~ p a').last().click();
      await inspect(page);
      assert.match(await page.locator('main').innerText(), said.listed);

      // What is wrong is said beside the field; what stands in a text is shown before it is kept.
      await page.locator('main details').first().locator('summary').click();
      await page.locator('#indicator-text').fill('rien de tel');
      await press(page, said.look);
      assert.match(await page.locator('#indicator-error').innerText(), said.nothing);
      await inspect(page);
      const mine = `charge-${language}-${width}.top`;
      await page.locator('#indicator-text').fill(`hxxps://${mine.replace('.', '[.]')}/a et 9.9.9.9`);
      await press(page, said.look);
      await inspect(page);
      assert.equal(await page.locator('input[name=chosen]:checked').count(), 2, 'the resolver is not ticked');
      await press(page, said.keep);
      await inspect(page);
      const line = page.locator('.indicators > li', { hasText: `https://${mine}` }).or(
        page.locator('.indicators > li', { hasText: `hxxps://${mine.replace('.', '[.]')}/a` })).first();
      await line.locator('summary').click();
      await inspect(page);
      await line.locator('input[name=reason]').fill('Essai de la cellule');
      await clicked(page, line.getByRole('button', { name: said.dismiss }));
      const gone = page.locator('#ecartes ~ ul > li', { hasText: 'Essai de la cellule' }).first();
      await clicked(page, gone.getByRole('button', { name: said.restore }));
      await inspect(page);
      const text = await page.request.get(await page.locator('main a[download]').getAttribute('href'));
      assert.ok((await text.text()).includes(`url\thttps://${mine}/a\tTLP:AMBER\n`));
      await page.context().close();
    });

    test(`an agency counts what it may not read in ${language} at ${width} px`, async () => {
      const page = await openPage(browser, server.address, { width, javascript });
      await page.goto(said.door);
      await signIn(page, 'ars53@vigie.example', demonstration);
      await open(page, said.unit, first);
      await inspect(page);
      const shown = await page.locator('main').innerText();
      assert.match(shown, said.hidden);
      assert.ok(!shown.includes(second) && !shown.includes(said.add));
      await page.locator('#indicateurs ~ p a').last().click();
      await inspect(page);
      await page.context().close();
    });
  }
}
