// An agency at its board, the ministry at the nation's: by keys alone, and nothing of what is elsewhere.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startBrowser } from '../lib/browser.js';
import { go, press, type } from '../lib/keys.js';
import { atConsole } from '../lib/people.js';
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
    unit: '/cellule', region: 'Région', nation: 'Nation', own: 'Région : Bretagne', add: 'Ajouter un contact', remove: /^Retirer/,
    unreachable: 'Donnez un téléphone ou une adresse.', answers: 'Répond en ce moment', at: 'hier 18h', look: 'Voir',
    said: /^Situation le .* à 18/, decide: 'Écrire une décision', required: 'Répondez à cette question.', report: 'Point de situation en PDF',
  },
  en: {
    unit: '/en/unit', region: 'Region', nation: 'Nation', own: 'Region: Bretagne', add: 'Add a contact', remove: /^Remove/,
    unreachable: 'Give a telephone number or an address.', answers: 'Answers now', at: 'yesterday 6pm', look: 'Show',
    said: /^Situation on /, decide: 'Write a decision down', required: 'Answer this question.', report: 'Situation report as PDF',
  },
};

/** Somebody of the demonstration at the console. */
const signedIn = (said, name, options) => atConsole(browser, server, said.unit, name, options);

for (const [language, said, width, javascript] of [['fr', words.fr, 360, false], ['en', words.en, 1280, true]]) {
  test(`the board of an agency in ${language} at ${width} px`, async () => {
    const page = await signedIn(said, 'ars53', { width, javascript });
    await go(page, page.locator('.top nav').getByRole('link', { name: said.region, exact: true }));
    assert.equal((await page.locator('h1').innerText()).replaceAll('\u00a0', ' '), said.own);
    assert.ok(await page.locator('.queue tbody tr').count() > 0);
    const elsewhere = await page.goto(`${new URL(page.url()).pathname}?region=11`);
    assert.equal(elsewhere.status(), 404);
    await page.goBack();

    await press(page, page.locator('summary', { hasText: said.add }));
    await type(page, page.locator('#contact-name'), `Garde ${language}`);
    await go(page, page.getByRole('button', { name: said.add }));
    assert.equal(await page.locator('#contact-phone-error').innerText(), said.unreachable);
    assert.equal(await page.locator('#contact-name').inputValue(), `Garde ${language}`);
    await type(page, page.locator('#contact-phone'), '02 99 00 00 18');
    await go(page, page.getByRole('button', { name: said.add }));
    const mine = page.locator('.contacts li', { hasText: `Garde ${language}` });
    assert.ok((await mine.innerText()).includes(said.answers));
    await go(page, mine.getByRole('button', { name: said.remove }));
    assert.equal(await mine.count(), 0);
    await page.finish();
  });

  test(`the ministry at the nation's board in ${language} at ${width} px`, async () => {
    const page = await signedIn(said, 'fssi', { width, javascript });
    await go(page, page.locator('.top nav').getByRole('link', { name: said.nation, exact: true }));
    await type(page, page.locator('#at'), said.at);
    await go(page, page.getByRole('button', { name: said.look, exact: true }));
    assert.match(await page.locator('.lead').innerText(), said.said);
    const pdf = await page.request.get(await page.getByRole('link', { name: said.report }).getAttribute('href'));
    assert.equal(pdf.headers()['content-type'], 'application/pdf');
    assert.equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-');
    await type(page, page.locator('#at'), 'un jour');
    await go(page, page.getByRole('button', { name: said.look, exact: true }));
    assert.equal(await page.locator('#at').inputValue(), 'un jour');
    assert.ok(await page.locator('#at-error').isVisible());

    await press(page, page.locator('summary', { hasText: said.decide }));
    await type(page, page.locator('#decision'), `Réunion à 18 h (${language})`);
    await go(page, page.getByRole('button', { name: said.decide }));
    assert.equal(await page.locator('#decision-reason-error').innerText(), said.required);
    await type(page, page.locator('#decision-reason'), 'Trois régions sont touchées.');
    await go(page, page.getByRole('button', { name: said.decide }));
    assert.ok((await page.locator('#decisions ~ ol li').first().innerText()).includes(`Réunion à 18 h (${language})`));
    await page.finish();
  });
}
