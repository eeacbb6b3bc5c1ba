// Somebody subscribes without an account, confirms by the mail, changes what they chose, and ends it by the button of their mail program.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { openPage, startBrowser } from '../lib/browser.js';
import { inspect, visit } from '../lib/inspect.js';
import { atConsole } from '../lib/people.js';
import { startVigie } from '../lib/server.js';

let browser;
let server;
before(async () => { [browser, server] = await Promise.all([startBrowser(), startVigie()]); });
after(async () => { await browser?.close(); await server?.stop(); });

/** The path that the last mail to somebody names, once one names this page. */
async function linkTo(email, page) {
  for (let tries = 0; tries < 150; tries += 1) {
    const letters = (await server.mails()).filter((mail) => mail.includes(`To: ${email}`));
    const texts = letters.map((mail) => mail.replace(/=\r?\n/g, '').replaceAll('=3D', '='));
    const found = texts.map((text) => text.match(new RegExp(`(${page}\\?cle=[0-9a-f.-]+)`))?.[1]).filter(Boolean);
    if (found.length > 0) return found.at(-1);
    await sleep(100);
  }
  throw new Error(`no letter to ${email} that names ${page}`);
}

const fr = {
  language: 'fr', locale: 'fr-FR', page: '/abonnements', confirm: '/abonnements/confirmer', change: '/abonnements/modifier',
  go: 'S’abonner', press: 'Confirmer', done: 'Abonnement confirmé', ask: 'Recevoir le lien', save: 'Enregistrer',
  saved: 'Vos choix sont enregistrés.', end: 'Se désabonner de tout', ended: 'Vous êtes désabonné', button: 'Se désabonner',
  already: 'Déjà abonné ? Modifier ou arrêter',
};
const en = {
  language: 'en', locale: 'en-GB', page: '/en/subscriptions', confirm: '/en/subscriptions/confirm', change: '/en/subscriptions/change',
  go: 'Subscribe', press: 'Confirm', done: 'Subscription confirmed', ask: 'Receive the link', save: 'Save',
  saved: 'Your choices are saved.', end: 'Unsubscribe from everything', ended: 'You are unsubscribed', button: 'Unsubscribe',
  already: 'Already subscribed? Change or stop',
};

for (const [words, width, javascript] of [[fr, 360, false], [en, 1280, true]]) {
  test(`one subscribes, confirms, changes and ends it at ${width} px in ${words.language}`, async () => {
    const email = `lecteur${width}@ch-exemple.fr`;
    const page = await openPage(browser, server.address, { width, javascript, locale: words.locale });
    await visit(page, words.page);
    await page.fill('#email', 'pas une adresse');
    for (const kind of ['alert', 'bulletin', 'news']) await page.uncheck(`#kinds-${kind}`);
    await page.getByRole('button', { name: words.go }).click();
    await inspect(page);
    assert.equal(await page.locator('.note.bad li a').count(), 2, 'all that is wrong is said');
    assert.equal(await page.inputValue('#email'), 'pas une adresse');
    await page.fill('#email', email);
    await page.check('#kinds-alert');
    await page.check('#severity-4');
    await page.locator('details summary').click();
    await page.locator('details input[type=checkbox]').first().check();
    await inspect(page);
    await page.check('#rhythm-daily');
    await page.getByRole('button', { name: words.go }).click();
    assert.match(page.url(), /envoye=1$/);
    await inspect(page);

    const link = await linkTo(email, words.confirm);
    await visit(page, link);
    assert.ok((await page.textContent('main')).includes(email));
    await visit(page, link);
    await page.getByRole('button', { name: words.press }).click();
    await inspect(page);
    assert.equal(await page.textContent('h1'), words.done);

    await visit(page, words.page);
    await page.getByRole('link', { name: words.already }).click();
    await inspect(page);
    await page.fill('#email', email.toUpperCase());
    await page.getByRole('button', { name: words.ask }).click();
    await inspect(page);
    await visit(page, await linkTo(email, words.change));
    assert.ok(await page.isChecked('#severity-4') && await page.isChecked('#rhythm-daily'));
    assert.ok(await page.locator('details input[type=checkbox]').first().isChecked());
    await page.check('#rhythm-now');
    await page.getByRole('button', { name: words.save }).click();
    await inspect(page);
    assert.ok((await page.textContent('main')).includes(words.saved));
    assert.ok(await page.isChecked('#rhythm-now'));

    // As a mail program does it: from nowhere, without a cookie or a page.
    const end = new URL(await page.getByRole('link', { name: words.end }).getAttribute('href'), server.address);
    await visit(page, end.pathname + end.search);
    assert.equal(await page.getByRole('button', { name: words.button }).count(), 1);
    const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
    for (let times = 0; times < 2; times += 1) {
      const answer = await fetch(end, { method: 'POST', body, redirect: 'manual' });
      assert.equal(answer.status, 200);
      assert.ok((await answer.text()).includes(words.ended));
    }
    await page.getByRole('button', { name: words.button }).click();
    await inspect(page);
    assert.equal(await page.textContent('h1'), words.ended);
    for (let tries = 0; tries < 100 && (await server.mails()).some((mail) => mail.includes(email)); tries += 1) await sleep(100);
    assert.ok(!(await server.mails()).some((mail) => mail.includes(email)), 'the letters went with the address');
    await page.close();
  });
}

test('what is published after a review reaches who subscribed, who ends it by its mail', async () => {
  const email = 'alerte@ch-exemple.fr';
  const page = await openPage(browser, server.address, { width: 360, javascript: false });
  await page.goto(fr.page);
  await page.fill('#email', email);
  await page.getByRole('button', { name: fr.go }).click();
  await page.goto(await linkTo(email, fr.confirm));
  await page.getByRole('button', { name: fr.press }).click();

  const lead = await atConsole(browser, server, '/cellule', 'responsable', { width: 1280 });
  await lead.goto('/redaction');
  const title = 'FortiManager : un équipement inconnu prend la main';
  await lead.getByRole('link', { name: title }).click();
  const publish = lead.getByRole('button', { name: 'Publier maintenant', exact: true }).first();
  if (await publish.count() === 0) await lead.goto(`${new URL(lead.url()).pathname}/relecture`);
  await publish.click();

  const end = await linkTo(email, '/abonnements/desinscription');
  const mail = (await server.mails()).find((text) => text.includes(`To: ${email}`) && text.includes('List-Unsubscribe'));
  assert.match(mail, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/m);
  assert.match(mail, /^Content-Type: text\/plain/m);
  const text = mail.replace(/=\r?\n/g, '').replaceAll('=3D', '=');
  await page.goto(text.match(/(\/alertes\/20\d\d\/[a-z0-9-]+)/)[1]);
  assert.equal(await page.textContent('h1'), title);
  await visit(page, end);
  await page.getByRole('button', { name: fr.button }).click();
  await inspect(page);
  assert.equal(await page.textContent('h1'), fr.ended);
  await page.close();
  await lead.close();
});

test('editors see how many were told, and no address', async () => {
  for (const [width, path, locale] of [[360, '/redaction/envois', 'fr-FR'], [1280, '/en/editing/sent', 'en-GB']]) {
    const page = await atConsole(browser, server, path, 'redacteur', { width, locale });
    await inspect(page);
    assert.ok(!(await page.textContent('main')).includes('@'));
    await page.close();
  }
});
