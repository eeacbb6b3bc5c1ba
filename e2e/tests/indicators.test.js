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
  return (await declared(region, summary)).reference;
}

/** The same; answers with the reference, the code, and the facility. */
async function declared(region, summary) {
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
  return { ...(await answer.json()), facility };
}

const words = {
  fr: {
    door: '/connexion', unit: '/cellule', title: 'Indicateurs', add: 'Ajouter des indicateurs',
    look: 'Chercher', keep: /^Ajouter, en TLP:/, dismiss: 'Écarter', restore: 'C’est bien une trace',
    also: 'Aussi dans', hidden: /1 autre incident que vous ne pouvez pas lire/, nothing: /Rien de tel ici/, listed: /Résolveurs DNS publics/,
    sharing: 'Partager dans l’espace privé', ask: 'Demander à la structure', follow: '/suivi', enter: 'Ouvrir', agree: 'Je suis d’accord',
    withdraw: 'Retirer mon accord', share: 'Partager sans nommer la structure', names: /nomme la structure/, stays: /Il reste dans l’espace privé, sans votre nom/,
    unasked: /Sans son accord, rien n’est partagé/,
  },
  en: {
    door: '/en/sign-in', unit: '/en/unit', title: 'Indicators', add: 'Add indicators',
    look: 'Look', keep: /^Add, as TLP:/, dismiss: 'Dismiss', restore: 'It is a trace after all',
    also: 'Also in', hidden: /1 other incident that you may not read/, nothing: /Nothing of the kind/, listed: /Public DNS resolvers/,
    sharing: 'Share in the private space', ask: 'Ask the structure', follow: '/en/follow', enter: 'Open', agree: 'I agree',
    withdraw: 'Withdraw my agreement', share: 'Share without naming the structure', names: /names the structure/, stays: /It stays in the private space, without your name/,
    unasked: /Without its agreement nothing is shared/,
  },
};

/** Opens an incident, once its texts were read. */
async function open(page, unit, reference, trace = 'fuite[.]top') {
  await page.goto(unit);
  await page.getByRole('link', { name: reference }).first().click();
  for (let tries = 0; tries < 60 && !(await page.content()).includes(`${trace}</code>`); tries += 1) {
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

    test(`traces are shared on the word of the facility in ${language} at ${width} px`, async () => {
      // A trace of its own: those of the other journeys are counted there.
      const trace = `sortie-${language}-${width}[.]top`;
      const filed = await declared('53', `Chiffrés depuis ${trace} cette nuit.`);
      const cell = await openPage(browser, server.address, { width, javascript });
      await cell.goto(said.door);
      await signIn(cell, 'analyste@vigie.example', demonstration);
      await open(cell, said.unit, filed.reference, trace);
      const address = `${new URL(await cell.locator('#indicateurs ~ p a').last().getAttribute('href'), server.address).pathname}`;
      await cell.goto(address);
      await cell.getByRole('link', { name: said.sharing }).click();
      await inspect(cell);
      assert.match(await cell.locator('main').innerText(), said.unasked);
      assert.equal(await cell.getByRole('button', { name: said.share }).count(), 0, 'nothing is shared before a yes');
      await press(cell, said.ask);
      await inspect(cell);
      const page = cell.url();

      // The facility reads what is asked, and agrees.
      const facility = await openPage(browser, server.address, { width, javascript });
      await facility.goto(said.follow);
      await facility.fill('#reference', filed.reference);
      await facility.fill('#code', filed.follow_up_code);
      await clicked(facility, facility.locator('main form button').first());
      await inspect(facility);
      await clicked(facility, facility.getByRole('button', { name: said.agree }));
      await inspect(facility);

      // The cell shares, without a word that names.
      await cell.goto(page);
      await inspect(cell);
      await cell.locator('input[name=chosen]').first().check();
      await cell.locator('input[name=group]').first().check();
      await cell.locator('input[name=tlp][value=AMBER]').check();
      await cell.locator('[name=words]').fill(`Vus ici : ${filed.facility.name}`);
      await press(cell, said.share);
      await inspect(cell);
      assert.match(await cell.locator('main').innerText(), said.names);
      assert.ok(await cell.locator('input[name=chosen]').first().isChecked(), 'what was ticked is kept');
      await cell.locator('[name=words]').fill('Vus cette nuit.');
      await press(cell, said.share);
      await inspect(cell);
      const shown = await cell.locator('main').innerText();
      assert.ok(shown.includes(trace) && !shown.includes(filed.facility.name) && !shown.includes(filed.reference));

      // It may take its word back: what was shared stays, and is said.
      await facility.reload();
      await clicked(facility, facility.getByRole('button', { name: said.withdraw }));
      await inspect(facility);
      assert.match(await facility.locator('main').innerText(), said.stays);
      for (const one of [cell, facility]) await one.context().close();
    });
  }
}
