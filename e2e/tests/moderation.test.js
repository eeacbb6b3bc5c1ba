// Members report, those who moderate hide and warn, the author reads; two of them share a name that neither knows alone.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { clicked, openPage, startBrowser } from '../lib/browser.js';
import { inspect, visit } from '../lib/inspect.js';
import { createAccount, password, signIn } from '../lib/people.js';
import { startVigie } from '../lib/server.js';

let browser;
let server;
before(async () => {
  [browser, server] = await Promise.all([startBrowser(), startVigie()]);
  for (const login of ['camille', 'dominique', 'sacha', 'alix', 'gwenn']) createAccount(server, login, `${login} Fictif`, 'member');
  for (const login of ['premiere', 'seconde']) createAccount(server, login, `${login} Fictif`, 'moderator');
});
after(async () => { await browser?.close(); await server?.stop(); });

async function as(login, options) {
  const page = await openPage(browser, server.address, { javascript: false, ...options });
  await page.goto('/communaute');
  await signIn(page, `${login}@vigie.example`, password);
  await page.waitForURL((url) => url.pathname === '/communaute');
  return page;
}

/** A member whom an administrator made: they say where they work and accept the code of conduct, like everybody, before they write. */
async function member(login, options) {
  const page = await as(login, options);
  await page.goto('/communaute/mon-adhesion');
  const form = page.locator('form[action$="/confirmer"]');
  if (await page.locator('.note.warn').count() === 0) return page;
  await form.locator('#member-facility').fill('019900000');
  await form.locator('#member-duty-dsi').check();
  await form.locator('#member-charter-1').check();
  await clicked(page, form.locator('button'));
  assert.equal(await page.locator('.note.warn').count(), 0);
  return page;
}

/** A group, entered by all of these. */
async function group(moderator, name, members) {
  await moderator.goto('/communaute/nouveau-groupe');
  await moderator.fill('#name', name);
  await moderator.fill('#purpose', 'Entre nous.');
  await moderator.check('#kind-theme');
  await moderator.check('#access-open');
  await clicked(moderator, moderator.locator('main form button'));
  const path = new URL(moderator.url()).pathname;
  for (const member of members) {
    await member.goto(path);
    await clicked(member, member.locator('form[action$="/join"] button'));
  }
  return path;
}

async function write(member, path, title, more = async () => {}) {
  await member.goto(`${path}/ecrire`);
  await member.fill('#title', title);
  await member.fill('#body', 'Le patient de la chambre 12 a tout vu.');
  await member.check('#tlp-green');
  await more(member);
  await clicked(member, member.locator('button[value=publish]'));
}

const fr = {
  language: 'fr', locale: 'fr-FR', report: '/signaler', mine: '/communaute/pour-moi', queue: '/communaute/moderation', log: '/communaute/journal-de-moderation',
  hidden: 'Message masqué', twin: (path) => path,
};
const en = {
  language: 'en', locale: 'en-GB', report: '/report', mine: '/en/community/for-me', queue: '/en/community/moderation', log: '/en/community/moderation-log',
  hidden: 'Post hidden', twin: (path) => path.replace('/communaute/messages/', '/en/community/messages/'),
};

for (const [words, width] of [[fr, 360], [en, 1280]]) {
  test(`a member reports, a moderator hides, the author reads why, at ${width} px in ${words.language}`, async () => {
    const options = { width, locale: words.locale };
    const [author, reader, moderator] = await Promise.all([
      member('camille', options), member('dominique', options), as('premiere', options),
    ]);
    const place = await group(moderator, `Essais ${width}`, [author, reader]);
    await write(author, place, `Une vague de ${width}`);
    const thread = new URL(author.url()).pathname;

    await reader.goto(thread);
    const link = await reader.locator('a[href$="/signaler"]').first().getAttribute('href');
    await visit(reader, words.twin(link).replace('/signaler', words.report));
    await reader.check('#reason-other');
    await reader.click('main form button');
    await inspect(reader);
    assert.equal(await reader.locator('.note.bad li a').count(), 1);
    await reader.check('#reason-personal');
    await reader.fill('#words', 'On y reconnaît un patient.');
    await reader.click('main form button');
    await inspect(reader);
    assert.ok(reader.url().includes(words.mine));

    await visit(moderator, words.queue);
    await moderator.locator('.threads a').first().click();
    await inspect(moderator);
    assert.ok((await moderator.textContent('main')).includes('On y reconnaît un patient.'));
    await moderator.check('#verdict-both');
    await moderator.locator('.write button').click();
    await inspect(moderator);
    assert.equal(await moderator.locator('.note.bad li a').count(), 3, 'all that is missing is said');
    await moderator.check('#reason-personal');
    await moderator.fill('#told', 'Un patient y était reconnaissable.');
    await moderator.fill('#warning', 'Relisez la charte : pas de patient ici.');
    await moderator.locator('.write button').click();
    await inspect(moderator);

    await visit(reader, thread);
    assert.ok((await reader.textContent('main')).includes('Un patient y était reconnaissable.'));
    assert.ok(!(await reader.textContent('main')).includes('chambre 12'));
    await visit(author, '/communaute');
    await visit(author, words.mine);
    assert.ok((await author.textContent('main')).includes('Relisez la charte'));
    await author.locator('form[action$="/read"] button').click();
    await inspect(author);
    await visit(author, words.log);
    const log = await author.textContent('main');
    assert.ok(log.includes(words.hidden) && !log.includes('camille') && !log.includes('dominique'));
    await visit(reader, words.mine);
    for (const page of [author, reader, moderator]) await page.close();
  });
}

const canShow = spawnSync('sqlite3', ['-version']).status === 0 && !process.env.VIGIE_DATABASE_URL;

test('two moderators share the name of who wrote unnamed', { skip: !canShow && 'what is said unnamed is shown later' }, async () => {
  const [author, ...members] = await Promise.all(['camille', 'dominique', 'sacha', 'alix', 'gwenn'].map((login) => member(login, { width: 360 })));
  const [one, two] = await Promise.all(['premiere', 'seconde'].map((login) => as(login, { width: 1280 })));
  const place = await group(one, 'Retours', [author, ...members]);
  await write(author, place, 'Nous avons payé', async (page) => {
    await page.locator('details:has(#voice_who) > summary').click();
    await page.selectOption('#voice_who', 'hospital');
    await page.selectOption('#voice_place', 'somewhere');
  });
  // Half an hour goes by.
  const shown = spawnSync('sqlite3', [join(server.data, 'vigie.db'), "UPDATE community_posts SET at = at - 3600000 WHERE account IS NULL"]);
  assert.equal(shown.status, 0, String(shown.stderr));

  await one.goto(place);
  await one.getByRole('link', { name: 'Nous avons payé' }).click();
  const link = await one.locator('a[href*="/moderation/messages/"]').first().getAttribute('href');
  await visit(one, link);
  await one.locator('details:has(#grounds) > summary').click();
  await one.fill('#grounds', 'Une menace contre un hôpital.');
  await one.locator('form[action$="/name"] button').click();
  await inspect(one);

  await visit(two, '/communaute/moderation/noms');
  await two.locator('form[action$="/grant"] button').first().click();
  await inspect(two);
  for (const page of [one, two]) {
    await visit(page, '/communaute/moderation/noms');
    assert.ok(!(await page.textContent('main')).includes('camille'));
    await page.locator('form[action$="/see"] button').click();
    await inspect(page);
    assert.ok((await page.textContent('main')).includes('camille Fictif'));
  }
  await visit(author, '/communaute/pour-moi');
  assert.ok((await author.textContent('main')).includes('Une menace contre un hôpital.'));
  for (const page of [author, one, two, ...members]) await page.close();
});
