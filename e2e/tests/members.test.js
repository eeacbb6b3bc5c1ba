// Somebody new asks to join the private space, a member answers for them, the cell accepts, and they read who else is there; then they leave.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { openPage, startBrowser } from '../lib/browser.js';
import { inspect, visit } from '../lib/inspect.js';
import { atConsole, createAccount, demonstration, password, signIn } from '../lib/people.js';
import { startVigie } from '../lib/server.js';

let browser;
let server;
before(async () => { [browser, server] = await Promise.all([startBrowser(), startVigie()]); });
after(async () => { await browser?.close(); await server?.stop(); });

const fr = {
  language: 'fr', locale: 'fr-FR', join: '/communaute/rejoindre', charter: '/communaute/charte', vouching: '/communaute/parrainages',
  admissions: '/cellule/adhesions', members: '/communaute/membres', own: '/communaute/mon-adhesion', go: 'Envoyer ma demande',
  waits: /Nous attendons le mot de/, yes: 'Je réponds de cette personne', ready: 'À décider', accept: 'Accepter cette personne',
  search: 'Chercher', leave: 'Quitter maintenant', left: /Vous avez quitté/, name: 'Noa Nouvelle', login: 'noa', space: '/mon-espace',
  door: 'Rejoindre l’espace privé',
};
const en = {
  language: 'en', locale: 'en-GB', join: '/en/community/join', charter: '/en/community/code-of-conduct', vouching: '/en/community/vouching',
  admissions: '/en/unit/memberships', members: '/en/community/members', own: '/en/community/my-membership', go: 'Send my request',
  waits: /We wait for the word of/, yes: 'I vouch for this person', ready: 'To be decided', accept: 'Accept this person',
  search: 'Search', leave: 'Leave now', left: /You left/, name: 'Sam Newcomer', login: 'sam', space: '/en/my-space',
  door: 'Join the private space',
};

for (const [words, width, javascript] of [[fr, 360, false], [en, 1280, true]]) {
  test(`a newcomer joins the private space at ${width} px in ${words.language}`, async () => {
    createAccount(server, words.login, words.name, 'facility-staff:019900000');
    const options = { width, javascript, locale: words.locale };
    const page = await openPage(browser, server.address, options);
    await visit(page, words.charter);
    assert.ok(await page.locator('main h2').count() > 6, 'the code of conduct is there before any account');
    // Nobody is sent to sign in, and back.
    await page.goto(words.join);
    await signIn(page, `${words.login}@vigie.example`, password);
    await page.waitForURL(`**${words.join}`);
    await inspect(page);
    assert.equal((await page.inputValue('#member-facility')).replace(/\s/g, ''), '019900000', 'their own facility');
    await page.getByRole('button', { name: words.go }).click();
    await inspect(page);
    assert.equal(await page.locator('.note.bad li a').count(), 4, 'all that is wrong is said');
    await page.fill('#member-facility', '01 9900 00');
    await page.check('#member-duty-dsi');
    await page.fill('#member-why', 'Apprendre des autres.');
    await page.check('#member-way-member');
    await page.fill('#member-voucher', 'rssi@vigie.example');
    await page.check('#member-charter-1');
    await page.getByRole('button', { name: words.go }).click();
    await inspect(page);
    assert.equal(await page.inputValue('#member-why'), 'Apprendre des autres.', 'what was typed is kept');
    await page.fill('#member-facility', '019900000');
    await page.getByRole('button', { name: words.go }).click();
    await inspect(page);
    assert.match(await page.locator('main').innerText(), words.waits);
    await visit(page, words.space);
    assert.equal(await page.getByRole('link', { name: words.door }).count(), 1);

    const sponsor = await openPage(browser, server.address, options);
    await sponsor.goto(words.vouching);
    await signIn(sponsor, 'rssi@vigie.example', demonstration);
    await sponsor.waitForURL(`**${words.vouching}`);
    await inspect(sponsor);
    const asks = sponsor.locator('section', { has: sponsor.getByRole('heading', { name: words.name }) });
    await asks.locator('textarea').fill('Une collègue sûre.');
    await asks.getByRole('button', { name: words.yes }).click();
    await inspect(sponsor);
    await visit(sponsor, words.own);
    await sponsor.finish();

    const analyst = await atConsole(browser, server, words.admissions, 'analyste', options);
    await inspect(analyst);
    const row = analyst.locator('tr', { has: analyst.getByRole('link', { name: words.name }) });
    assert.ok((await row.innerText()).includes(words.ready));
    await row.getByRole('link', { name: words.name }).click();
    await inspect(analyst);
    await analyst.getByRole('button', { name: words.accept }).click();
    await inspect(analyst);
    await visit(analyst, words.members);
    await analyst.getByRole('link', { name: words.name }).click();
    await inspect(analyst);
    await analyst.finish();

    // From the next request on.
    await visit(page, words.members);
    await page.fill('#mots', words.name);
    await page.getByRole('button', { name: words.search }).click();
    await inspect(page);
    assert.equal(await page.locator('tbody tr').count(), 1);
    assert.ok((await page.locator('tbody tr').innerText()).includes('@'));
    await visit(page, words.own);
    await page.getByRole('button', { name: words.leave }).click();
    await inspect(page);
    assert.match(await page.locator('main').innerText(), words.left);
    assert.equal((await page.goto(words.members)).status(), 404);
    await page.finish();
  });
}
