// Our feeds as two readers that we did not write read them, down to the XML: their items, words, dates, links and identities.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import RssParser from 'rss-parser';

import { startBrowser } from '../lib/browser.js';
import { go } from '../lib/keys.js';
import { atConsole } from '../lib/people.js';
import { startVigie } from '../lib/server.js';

let browser;
let server;

before(async () => { [browser, server] = await Promise.all([startBrowser(), startVigie()]); });
after(async () => {
  await browser?.close();
  await server?.stop();
});

const text = async (path) => {
  const answer = await fetch(new URL(path, server.address));
  assert.equal(answer.status, 200, path);
  return answer.text();
};
const moment = (said) => {
  const at = new Date(said);
  assert.ok(!Number.isNaN(at.getTime()), `${said} is a moment`);
  return Math.floor(at.getTime() / 1000);
};

// What each reader makes of each form, as one shape. RSS has one moment, that of the first publication.
const readers = {
  'RSS by feedsmith': async (folder) => parseRssFeed(await text(`${folder}/rss.xml`)).items.map((item) => ({
    id: item.guid.value ?? item.guid, title: item.title, link: item.link, first: moment(item.pubDate),
  })),
  'RSS by rss-parser': async (folder) => (await new RssParser().parseString(await text(`${folder}/rss.xml`))).items.map((item) => ({
    id: item.guid, title: item.title, link: item.link, first: moment(item.isoDate),
  })),
  'Atom by feedsmith': async (folder) => parseAtomFeed(await text(`${folder}/atom.xml`)).entries.map((item) => ({
    id: item.id, title: item.title.value ?? item.title, link: item.links[0].href, first: moment(item.published), last: moment(item.updated),
  })),
  'Atom by rss-parser': async (folder) => (await new RssParser().parseString(await text(`${folder}/atom.xml`))).items.map((item) => ({
    id: item.id, title: item.title, link: item.link,
  })),
  'JSON Feed by feedsmith': async (folder) => parseJsonFeed(await text(`${folder}/feed.json`)).items.map((item) => ({
    id: item.id, title: item.title, link: item.url, first: moment(item.date_published), last: moment(item.date_modified),
  })),
};

/** What a folder's feeds say, which is the same by every reader. */
async function agreed(folder) {
  const json = await readers['JSON Feed by feedsmith'](folder);
  for (const [name, read] of Object.entries(readers)) {
    const items = await read(folder);
    assert.equal(items.length, json.length, `${name} of ${folder}`);
    for (const [n, item] of items.entries()) {
      for (const [key, value] of Object.entries(item)) assert.equal(value, json[n][key], `${key} of item ${n}, ${name} of ${folder}`);
    }
  }
  assert.equal(new Set(json.map((item) => item.id)).size, json.length, `each identity of ${folder} is one item's`);
  return json;
}

const title = 'Faille « Santé & Soins » : l’été à <Évreux>';
const later = 'Faille « Santé & Soins » corrigée : "à jour" & <sûre>';

/** Sends what is written for its review, and publishes it. */
async function published(editor, lead) {
  await go(editor, editor.getByRole('button', { name: 'Demander une relecture', exact: true }).first());
  const review = new URL(editor.url()).pathname;
  assert.match(review, /relecture$/, await editor.locator('main').innerText());
  await lead.goto(review);
  await go(lead, lead.getByRole('button', { name: 'Publier maintenant', exact: true }).first());
  return review.replace('/relecture', '');
}

test('what is published is read in every form by readers of others, before and after a revision', async () => {
  const options = { javascript: false };
  const editor = await atConsole(browser, server, '/redaction', 'redacteur', options);
  const lead = await atConsole(browser, server, '/cellule', 'responsable', options);
  await editor.goto('/redaction/nouveau/alert');
  for (const [field, said] of [
    ['#title_fr', title], ['#summary_fr', 'Elle ouvre le réseau à « qui passe » & plus.'], ['#body_fr', '## Ce qui se passe\n\nUn texte : a < b & c > d.'],
    ['#products', 'Exemplia'], ['#product-name-0', 'Passerelle & Cie'], ['#sources', 'Avis'],
  ]) await editor.fill(field, said);
  await editor.check('#tlp-clear');
  await editor.check('#severity-4');
  const place = await published(editor, lead);

  const labels = parseRssFeed(await text('/alertes/rss.xml')).items.map((item) => item.categories.map((category) => category.name));
  for (const names of labels) assert.equal(new Set(names).size, names.length, names.join(', '));
  const known = JSON.parse(await text('/api/v1/alerts')).items;
  const before = await agreed('/alertes');
  const shown = before.filter((item) => item.title !== 'Alerte retirée');
  assert.deepEqual(shown.map((item) => item.title).sort(), known.map((item) => item.title.fr).sort(), 'every alert, and nothing else');
  assert.ok(shown.length >= 3 && before.length > 0);
  const one = before.find((item) => item.title === title);
  assert.ok(one, before.map((item) => item.title).join('\n'));
  for (const item of before) {
    const answer = await fetch(item.link);
    assert.equal(answer.status, shown.includes(item) ? 200 : 410, item.link);
    assert.equal(new URL(item.link).origin, server.address);
  }
  assert.ok(Math.abs(one.first - Date.now() / 1000) < 600, 'published now');

  // Revised: the same item, under another title.
  await editor.goto(place);
  await editor.fill('#title_fr', later);
  await editor.fill('#change_fr', 'Corrigée & vérifiée.');
  await published(editor, lead);
  const revised = await agreed('/alertes');
  assert.deepEqual(revised.map((item) => item.id).sort(), before.map((item) => item.id).sort(), 'no identity comes or goes');
  const again = revised.find((item) => item.id === one.id);
  assert.deepEqual([again.title, again.link, again.first], [later, one.link, one.first]);
  assert.ok(again.last >= one.last);

  // The other feeds, and those in English, where what nobody translated stands in French under the same identity.
  for (const folder of ['/bulletins', '/actualites', '/en/bulletins', '/en/news', '/produits/exemplia/passerelle-cie']) {
    assert.ok((await agreed(folder)).length > 0, folder);
  }
  const english = await agreed('/en/alerts');
  assert.deepEqual(english.map((item) => item.id), revised.map((item) => item.id));
  assert.ok(english.some((item) => item.title === later) && english.some((item) => item.title !== revised.find((it) => it.id === item.id).title));
  assert.ok(english.every((item) => new URL(item.link).pathname.startsWith('/en/alerts/')));
  const all = (await new RssParser().parseString(await text('/flux.xml'))).items;
  assert.ok(revised.every((item) => all.some((other) => other.guid === item.id)), 'the feed of all has them too');
  await editor.finish();
  await lead.finish();
});
