// The private space: a group is created, joined and kept; a thread with a poll is written, answered with a quote, solved, changed,
// tightened, found again; what names its readers is seen by them alone, who are looked for where they are many. Reading and writing work
// without scripts.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { startBrowser } from '../lib/browser.js';
import { inspect, visit } from '../lib/inspect.js';
import { go, leap, press, type } from '../lib/keys.js';
import { atConsole } from '../lib/people.js';
import { startVigie } from '../lib/server.js';

let browser;
let server;
before(async () => { [browser, server] = await Promise.all([startBrowser(), startVigie()]); });
after(async () => { await browser?.close(); await server?.stop(); });

const fr = {
  language: 'fr', home: '/communaute', groups: '/communaute/groupes', make: '/communaute/nouveau-groupe', search: '/communaute/recherche',
  create: 'Créer le groupe', join: 'Entrer dans le groupe', write: 'Ouvrir un fil', preview: 'Aperçu', draft: 'Garder le brouillon', publish: 'Publier',
  poll: 'Ajouter un sondage', vote: 'Répondre', cite: 'Citer', answer: 'Répondre', more: 'Plus', solve: 'Retenir cette réponse', kept: 'Réponse retenue',
  same: 'Pareil ici', bookmark: 'Favori', edit: 'Modifier', save: 'Enregistrer', versions: 'versions', mark: 'Changer le marquage',
  everybody: 'Lu par tous les membres de l’espace privé.', readers: 'TLP:RED : choisir les lecteurs', named: 'Lu par ces 2 personnes',
  members: 'membres', until: 'demain 18h', draftKept: 'Votre brouillon', ask: '/communaute/questions/poser', cell: 'Lu par la cellule et par vous.',
  many: '/communaute/groupes/acces-distants-et-pare-feu/ecrire', find: 'Chercher', one: 'Une personne trouvée', nobody: 'Personne d’autre',
  waits: 'Rien n’est envoyé encore', three: 'Lu par ces 3 personnes',
};
const en = {
  language: 'en', home: '/en/community', groups: '/en/community/groups', make: '/en/community/new-group', search: '/en/community/search',
  create: 'Create the group', join: 'Join the group', write: 'Open a thread', preview: 'Preview', draft: 'Keep the draft', publish: 'Publish',
  poll: 'Add a poll', vote: 'Answer', cite: 'Quote', answer: 'Answer', more: 'More', solve: 'Keep this answer', kept: 'Kept answer',
  same: 'Same here', bookmark: 'Bookmark', edit: 'Change', save: 'Save', versions: 'versions', mark: 'Change the mark',
  everybody: 'Read by every member of the private space.', readers: 'TLP:RED: choose the readers', named: 'Read by these 2 people',
  members: 'members', until: 'demain 18h', draftKept: 'Your draft', ask: '/en/community/questions/ask', cell: 'Read by the cell and by you.',
  many: '/en/community/groups/acces-distants-et-pare-feu/write', find: 'Find', one: 'One person found', nobody: 'Nobody else',
  waits: 'Nothing is sent yet', three: 'Read by these 3 people',
};

for (const [w, width, javascript] of [[fr, 360, false], [en, 1280, true]]) {
  test(`members talk in a new group at ${width} px in ${w.language}`, async () => {
    const options = { width, javascript, locale: w.language === 'fr' ? 'fr-FR' : 'en-GB' };
    const lead = await atConsole(browser, server, w.home, 'responsable', options);
    const member = await atConsole(browser, server, w.home, 'rssi', options);
    const button = (page, name) => page.getByRole('button', { name, exact: true }).first();
    const path = (page) => new URL(page.url()).pathname;

    // A group, created by the lead.
    await inspect(lead);
    await visit(lead, w.groups);
    await visit(lead, w.make);
    await go(lead, button(lead, w.create));
    assert.equal(await lead.locator('#erreurs li').count(), 3, 'all that lacks is said at once');
    const name = `Groupe ${w.language} ${width} ${'très long '.repeat(4)}`.trim();
    await type(lead, lead.locator('#name'), name);
    await type(lead, lead.locator('#purpose'), 'Entre **nous**.');
    await press(lead, lead.locator('#kind-region'), 'Space');
    await press(lead, lead.locator('#access-request'), 'ArrowUp');
    await go(lead, button(lead, w.create));
    const group = path(lead);

    // Joined, and a thread begun, kept, looked at, published.
    await visit(member, group);
    await go(member, button(member, w.join));
    await go(member, member.getByRole('link', { name: w.write, exact: true }));
    assert.ok(await member.locator('#tlp-amber-strict').isChecked(), 'strictest by default');
    assert.ok((await member.locator('label[for=tlp-green]').innerText()).includes(w.everybody), 'who reads is said before');
    await go(member, button(member, w.publish));
    assert.equal(await member.locator('#erreurs li').count(), 2);
    const word = `rhododendron${width}`;
    await type(member, member.locator('#title'), `Quel jour, ${word} ?`);
    await type(member, member.locator('#body'), 'Une **question** et une [adresse](https://exemple.fr/x).\n\n## Un titre\n\n- un\n- deux');
    await go(member, button(member, w.draft));
    assert.ok((await member.locator('main').innerText()).includes(w.draftKept));
    await press(member, member.locator('#tlp-amber-strict'), 'ArrowDown');
    await press(member, member.locator('#tlp-amber'), 'ArrowDown');
    assert.ok(await member.locator('#tlp-green').isChecked());
    await press(member, member.locator('summary', { hasText: w.poll }));
    await type(member, member.locator('#poll_question'), 'Quel jour ?');
    await type(member, member.locator('#poll_choices'), 'Mardi\nJeudi');
    await type(member, member.locator('#poll_until'), w.until);
    await go(member, button(member, w.preview));
    assert.ok((await member.locator('#apercu').innerText()).includes(w.everybody));
    await go(member, button(member, w.publish));
    const thread = path(member);

    // The lead votes, quotes, answers.
    await visit(lead, w.home);
    await visit(lead, thread);
    await press(lead, lead.locator('#choice-0'), 'Space');
    await go(lead, lead.locator('.poll button'));
    await go(lead, lead.locator('#m-1').getByRole('link', { name: w.cite }));
    assert.ok(await lead.locator('form .cited').isVisible());
    await type(lead, lead.locator('#body'), 'Jeudi nous va.');
    assert.ok(await lead.locator('#tlp-green').isChecked(), 'an answer goes as far as what it answers');
    await go(lead, lead.locator('form.write').getByRole('button', { name: w.answer, exact: true }));
    assert.ok(await lead.locator('#m-2 blockquote.cited').isVisible());

    // The answer is thanked, kept, solved; then what was said first is changed.
    await visit(member, thread);
    const second = member.locator('#m-2');
    await go(member, second.getByRole('button', { name: w.same }));
    await go(member, second.getByRole('button', { name: w.bookmark }));
    await press(member, second.locator('summary', { hasText: w.more }));
    await go(member, second.getByRole('button', { name: w.solve }));
    assert.ok((await second.innerText()).includes(w.kept));
    const first = member.locator('#m-1');
    await press(member, first.locator('summary', { hasText: w.more }));
    await go(member, first.getByRole('link', { name: w.edit }).first());
    await type(member, member.locator('#body'), `Une autre question, ${word}.`);
    await go(member, button(member, w.preview));
    await go(member, button(member, w.save));
    await go(member, first.getByRole('link', { name: w.versions }));
    await visit(member, thread);
    await press(member, first.locator('summary', { hasText: w.more }));
    await go(member, first.getByRole('link', { name: w.mark }));
    await press(member, member.locator('#tlp-green'), 'ArrowUp');
    await go(member, button(member, w.mark));
    assert.ok((await member.locator('main .meta').first().innerText()).includes('TLP:AMBER'));
    await visit(member, w.language === 'fr' ? '/communaute/favoris' : '/en/community/bookmarks');
    assert.ok((await member.locator('main').innerText()).includes('Jeudi nous va'));

    // For named readers: they are seen named before anything is said.
    await member.goto(`${group}${w.language === 'fr' ? '/ecrire' : '/write'}`);
    await press(member, member.locator('#tlp-amber-strict'), 'ArrowUp');
    await press(member, member.locator('summary', { hasText: w.readers }));
    await press(member, member.locator('input[name=readers]').first(), 'Space');
    await type(member, member.locator('#title'), 'Pour une personne');
    await type(member, member.locator('#body'), 'Entre nous deux.');
    await go(member, button(member, w.publish));
    assert.ok((await member.locator('#apercu').innerText()).includes(w.named));
    await go(member, button(member, w.publish));
    const red = path(member);
    await visit(lead, red);

    // Found again, once the index has it.
    for (let tries = 0; tries < 60; tries += 1) {
      await lead.goto(`${w.search}?q=${word}`);
      if (await lead.locator('.threads li').count() > 0) break;
      await sleep(250);
    }
    assert.ok(await lead.locator('.threads li').count() > 0, 'what was said is found');
    await visit(lead, `${group}/${w.members}`);

    // A question that the cell alone reads.
    await visit(member, w.ask);
    assert.ok((await member.locator('main').innerText()).includes(w.cell));
    await type(member, member.locator('#title'), `Question ${word}`);
    await type(member, member.locator('#body'), 'Que bloquer ?');
    await go(member, button(member, w.publish));
    const question = path(member);
    const analyst = await atConsole(browser, server, w.home, 'analyste', options);
    await visit(analyst, w.language === 'fr' ? '/communaute/questions' : '/en/community/questions');
    await visit(analyst, question);
    assert.equal((await analyst.goto(red)).status(), 404, 'who is not named finds nothing');
    for (const page of [lead, member, analyst]) await page.finish();
  });
}

for (const [w, width, javascript] of [[fr, 360, false], [en, 1280, true]]) {
  test(`readers are looked for in a group of many at ${width} px in ${w.language}`, async () => {
    const options = { width, javascript, locale: w.language === 'fr' ? 'fr-FR' : 'en-GB' };
    const member = await atConsole(browser, server, w.home, 'rssi', options);
    const find = member.locator('details').getByRole('button', { name: new RegExp(`^${w.find}`) });
    const focused = () => member.evaluate(() => document.activeElement.id);
    await visit(member, w.many);
    await press(member, member.locator('#tlp-amber-strict'), 'ArrowUp');
    await type(member, member.locator('#title'), 'Entre nous trois');
    await type(member, member.locator('#body'), 'Notre **pare-feu** parle.');
    await type(member, member.locator('#tags'), 'vpn');
    await member.locator('#file').setInputFiles({ name: 'journal.png', mimeType: 'image/png', buffer: Buffer.from('x') });
    await press(member, member.locator('summary', { hasText: w.readers }));
    assert.equal(await member.locator('input[name=readers]').count(), 0, 'nobody is listed before they are looked for');

    // By the button, and one is led to what was found; all that was typed is there.
    await type(member, member.locator('#find'), 'miroir');
    await go(member, find);
    assert.equal(await focused(), 'lecteurs-trouves');
    assert.ok((await member.locator('#lecteurs-trouves').innerText()).includes(w.one));
    assert.ok(await member.locator('#tlp-red').isChecked());
    assert.equal(await member.locator('#title').inputValue(), 'Entre nous trois');
    assert.equal(await member.locator('#body').inputValue(), 'Notre **pare-feu** parle.');
    assert.ok(await member.locator('input[name=files]').first().isChecked(), 'the file that came need not be sent again');
    await press(member, member.locator('label.choice', { hasText: 'Zoé Miroir' }).locator('input'), 'Space');

    // By Enter in the field; who was chosen stays, and nothing is sent.
    await type(member, member.locator('#find'), 'sonde');
    await leap(member, 'Enter');
    await inspect(member);
    assert.equal(await focused(), 'lecteurs-trouves');
    assert.ok((await member.locator('main').innerText()).includes(w.waits));
    const boxes = member.locator('input[name=readers]');
    assert.deepEqual([await boxes.count(), await boxes.first().isChecked()], [2, true]);
    await press(member, member.locator('label.choice', { hasText: 'Karim Sonde' }).locator('input'), 'Space');

    // Who is not in the group is found by no word.
    await type(member, member.locator('#find'), 'Calibre');
    await go(member, find);
    assert.ok((await member.locator('#lecteurs-trouves').innerText()).includes(w.nobody));
    assert.equal(await member.locator('main', { hasText: 'Océane' }).count(), 0);
    assert.equal(await member.locator('input[name=readers]:checked').count(), 2);
    await press(member, member.locator('input[name=files]').first(), 'Space');
    await go(member, member.locator('form.write').getByRole('button', { name: w.publish, exact: true }).last());
    assert.ok((await member.locator('#apercu').innerText()).includes(w.three));
    await go(member, member.locator('form.write').getByRole('button', { name: w.publish, exact: true }).last());
    assert.ok((await member.locator('.post').first().innerText()).includes('Zoé Miroir'));
    await member.finish();
  });
}
