// What is meant for one, and what members share: somebody is called by name, reads where, chooses how often they are written to, and
// says of a trace that they saw it too. Without scripts too.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { startBrowser } from '../lib/browser.js';
import { inspect, visit } from '../lib/inspect.js';
import { follow, go, press, type } from '../lib/keys.js';
import { atConsole } from '../lib/people.js';
import { startVigie } from '../lib/server.js';

let browser;
let server;
before(async () => { [browser, server] = await Promise.all([startBrowser(), startVigie()]); });
after(async () => { await browser?.close(); await server?.stop(); });

const fr = {
  language: 'fr', home: '/communaute', write: '/communaute/groupes/rancongiciels/ecrire', publish: 'Publier', meant: '/communaute/notifications',
  shared: '/communaute/indicateurs', choose: 'Enregistrer', saved: 'C’est enregistré.', seen: 'Vu chez nous aussi', one: 'vu aussi par un membre',
  from: 'daily', to: 'each', key: 'ArrowUp', file: 'Emporter en CSV', none: 'Rien ici.', trace: '91.215.85.17', shown: '91[.]215[.]85[.]17',
};
const en = {
  language: 'en', home: '/en/community', write: '/en/community/groups/rancongiciels/write', publish: 'Publish', meant: '/en/community/notifications',
  shared: '/en/community/indicators', choose: 'Save', saved: 'Saved.', seen: 'Seen here too', one: 'seen by one member too',
  from: 'each', to: 'daily', key: 'ArrowDown', file: 'Take away as CSV', none: 'Nothing here.', trace: '91.215.85.18', shown: '91[.]215[.]85[.]18',
};

for (const [w, width, javascript] of [[fr, 360, false], [en, 1280, true]]) {
  test(`somebody is called, and a trace is judged, at ${width} px in ${w.language}`, async () => {
    const options = { width, javascript, locale: w.language === 'fr' ? 'fr-FR' : 'en-GB' };
    const analyst = await atConsole(browser, server, w.home, 'analyste', options);
    const member = await atConsole(browser, server, w.home, 'rssi', options);
    const button = (page, name) => page.getByRole('button', { name, exact: true }).first();

    // One thread, to the members of the group, with a name and a trace in it.
    const title = `Une passerelle qui parle trop, ${w.language}`;
    await analyst.goto(w.write);
    await type(analyst, analyst.locator('#title'), title);
    await type(analyst, analyst.locator('#body'), `@camille-bouclier, voyez-vous ${w.trace} ?`);
    await go(analyst, button(analyst, w.publish));

    // It is said to whom it calls, once its moment has come.
    for (let tries = 0; tries < 80; tries += 1) {
      await member.goto(w.meant);
      if ((await member.locator('main').innerText()).includes(title)) break;
      await sleep(250);
    }
    assert.ok((await member.locator('main').innerText()).includes(title), 'who is called finds where');
    await inspect(member);
    await press(member, member.locator(`#rhythm-${w.from}`), w.key);
    await go(member, button(member, w.choose));
    assert.ok((await member.locator('main').innerText()).includes(w.saved));
    assert.ok(await member.locator(`#rhythm-${w.to}`).isChecked());

    // The trace: looked for by its beginning, judged, taken away.
    await visit(member, w.shared);
    await type(member, member.locator('#q'), w.trace);
    await follow(member, member.locator('#q'));
    const line = member.locator('.threads li').first();
    assert.ok((await line.innerText()).includes(w.shown));
    await go(member, line.getByRole('button', { name: w.seen }));
    await inspect(member);
    assert.ok((await member.locator('main').innerText()).includes(w.one));
    const download = member.waitForEvent('download');
    await member.getByRole('link', { name: w.file }).click();
    assert.match((await download).suggestedFilename(), /^indicateurs-.*\.csv$/);
    await visit(member, `${w.shared}?q=nothing-like-that`);
    assert.ok((await member.locator('main').innerText()).includes(w.none), 'an empty list says what to do');
    for (const page of [analyst, member]) await page.finish();
  });
}
