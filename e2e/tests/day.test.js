// An analyst's day: forty incidents from eight in the morning to the handover, by keyboard alone. What is alike is done together, what
// is not is done one by one, by the keys of the queue and of the page; in the evening nothing that ran late is left unseen.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { openPage, startBrowser } from '../lib/browser.js';
import { startAt, until } from '../lib/clock.js';
import { inspect } from '../lib/inspect.js';
import { choose, follow, go, leap, palette, press, type } from '../lib/keys.js';
import { demonstration } from '../lib/people.js';

let browser;
const servers = [];

before(async () => {
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  for (const server of servers) await server.stop();
});

/** What forty structures tell, by what it looks like: how many, and what else they answer. */
const FORTY = [
  [4, { kind: 'ransom', care: 'actual', summary: 'Les postes des soins affichent une demande de rançon.', help: 'support' }],
  [12, { kind: 'account', care: 'none', summary: 'Un compte a été essayé ; rien n’a été ouvert.' }],
  [8, { kind: 'provider', origin: 'provider-failure', provider: 'Hébergeur du Jour', summary: 'Notre hébergeur ne répond plus.' }],
  [2, { kind: 'equipment', summary: 'La salle des serveurs a chauffé.' }],
  [8, { kind: 'software', summary: 'Le logiciel des lits s’arrête toutes les heures.' }],
  [6, { kind: 'network', summary: 'Le lien du site est coupé depuis ce matin.' }],
];

/** Files them; answers with the references by kind. */
async function morning(server, now) {
  const facilities = [];
  for (const town of ['rennes', 'paris', 'lyon', 'lille', 'brest', 'nantes']) {
    const found = await (await fetch(`${server.address}/api/v1/facilities?q=${town}&limit=20`)).json();
    facilities.push(...found.items.map((item) => item.finess));
  }
  assert.ok(facilities.length > 5);
  const references = {};
  let filed = 0;
  for (const [count, told] of FORTY) {
    for (let one = 0; one < count; one += 1) {
      // Two of equipment are one incident, told twice by one structure.
      const facility = facilities[(told.kind === 'equipment' ? 0 : filed) % facilities.length];
      const answer = await fetch(`${server.address}/api/v1/declarations`, {
        method: 'POST', headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          facility, noticed_at: now().toISOString(), declarant: { name: 'Camille Fictif', phone: '01 99 00 12 34' }, ...told,
        }),
      });
      assert.equal(answer.status, 201, await answer.clone().text());
      (references[told.kind] ??= []).push((await answer.json()).reference);
      filed += 1;
    }
  }
  assert.equal(filed, 40);
  return references;
}

const words = {
  fr: {
    unit: '/cellule', locale: 'fr-FR', toTake: 'a prendre', late: 'en retard', today: 'depuis:20h', prepare: 'Préparer…',
    take: 'Prendre en charge', out: 'Mettre hors périmètre', follow: 'Laisser la structure suivre', contain: 'Noter comme contenu',
    resolve: 'Noter comme résolu', close: 'Clore, avec les leçons', accompany: 'Accompagner', danger: 'danger:oui', kind: 'nature',
    account: 'compte', provider: 'prestataire', equipment: 'materiel', network: 'reseau', state: 'etat', taken: 'pris', qualified: 'qualifie',
    untouched: 'etat:declare,pris', followed: 'suivi', contained: 'contenu', resolved: 'resolu', all: 'clos:oui', go: 'Confirmer la qualification',
    confirmed: /Confirmée par/, corrected: /Corrigée par/, leaves: /Part dans/, tasks: /à faire/, done: /Fait par/, open: 'Ouvrir un événement', create: 'Ouvrir l’événement',
    propose: 'Voir les incidents proposés', tick: /^Cocher les 7 du même prestataire/, attach: 'Rattacher ce qui est coché',
    whom: 'Voir à qui il part', send: 'Envoyer aux 8 structures', figures: /8 incidents déclarés/, tie: 'Rattacher comme doublon',
    handover: 'Relève', leave: 'Clore ma relève', left: /Quarante/, waiting: 'À prendre',
    home: 'cellule', back: 'Revenir au dossier sans confirmer', also: 'En faire aussi une tâche',
  },
  en: {
    unit: '/en/unit', locale: 'en-GB', toTake: 'to take', late: 'late', today: 'since:20h', prepare: 'Prepare…',
    take: 'Take in charge', out: 'Put out of scope', follow: 'Let the facility follow', contain: 'Note as contained',
    resolve: 'Note as resolved', close: 'Close, with the lessons', accompany: 'Help', danger: 'danger:yes', kind: 'kind',
    account: 'account', provider: 'provider', equipment: 'equipment', network: 'network', state: 'state', taken: 'taken', qualified: 'qualified',
    untouched: 'state:declared,taken', followed: 'followed', contained: 'contained', resolved: 'resolved', all: 'closed:yes', go: 'Confirm the qualification',
    confirmed: /Confirmed by/, corrected: /Corrected by/, leaves: /Leaves in/, tasks: /to do/, done: /Done by/, open: 'Open an event', create: 'Open the event',
    propose: 'See proposed incidents', tick: /^Tick the 7 of the same provider/, attach: 'Attach what is ticked',
    whom: 'See to whom it goes', send: /^Send/, figures: /8 incidents declared/, tie: 'Attach as a duplicate',
    handover: 'Handover', leave: 'Close my handover', left: /Quarante/, waiting: 'To take',
    home: 'unit', back: 'Back to the incident without confirming', also: 'Make it a task too',
  },
};

/** Hands of somebody who works in one language at one page. */
function hands(page, said) {
  const rows = page.locator('.queue tbody tr');
  const button = (name) => page.getByRole('button', { name }).first();
  let inspected = new Set();
  /** The first page of each sort is inspected, not each of a hundred. */
  const once = async (sort) => {
    if (!inspected.has(sort)) await inspect(page);
    inspected.add(sort);
  };
  const filter = async (text) => {
    if (new URL(page.url()).pathname !== said.unit) await palette(page, said.home);
    await page.keyboard.press('/');
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(text);
    await leap(page, 'Enter');
    assert.equal(await page.locator('#filtre').inputValue(), text);
    await once('queue');
  };
  /** An address that somebody kept. */
  const kept = (text) => page.goto(`${said.unit}?filtre=${encodeURIComponent(text)}`);
  const together = async (command, name, reason) => {
    await page.keyboard.press('a');
    await choose(page, page.locator('#command'), command);
    await press(page, button(said.prepare));
    await page.waitForURL(/ensemble|together/);
    await once(`together ${command}`);
    const many = await page.locator('input[name=vus]').count();
    if (reason) await type(page, page.locator('#reason'), reason);
    await press(page, button(name));
    await page.waitForURL((url) => url.pathname === said.unit);
    return many;
  };
  const all = async (text, command, name, reason) => {
    await filter(text);
    const there = await rows.count();
    await page.keyboard.press('X');
    assert.equal(await page.locator('input[name=choix]:checked').count(), there);
    return together(command, name, reason);
  };
  /** From the list, the first: looked at, qualified as proposed or otherwise, confirmed. */
  const qualify = async ({ severity, reason } = {}) => {
    await page.keyboard.press('q');
    if (severity) {
      await choose(page, page.locator('#qualify-severity'), severity);
      await type(page, page.locator('#qualify-reason'), reason);
    }
    await press(page, page.locator('form[action$="/qualify"] button'));
    await page.waitForURL(/qualify/);
    await once('preview');
    if (severity) {
      // Thought better of, and back: what was typed is still there.
      await press(page, button(said.back));
      await page.locator('#qualify-reason').waitFor();
      assert.deepEqual(
        [await page.locator('#qualify-severity').inputValue(), await page.locator('#qualify-reason').inputValue()], [severity, reason]);
      await press(page, page.locator('form[action$="/qualify"] button'));
      await page.locator('button[name=back]').waitFor();
    }
    await press(page, button(said.go));
    await page.waitForURL((url) => !url.pathname.includes('qualify'));
    assert.match(await page.locator('main').innerText(), severity ? said.corrected : said.confirmed);
  };
  const first = async () => {
    await page.keyboard.press('j');
    await leap(page, 'Enter');
    await page.waitForURL(/incidents/);
    await once('dossier');
  };
  return { rows, button, once, filter, kept, together, all, qualify, first };
}

/** Somebody signs in by keyboard, from the page where one was sent. */
async function signIn(page, said, name) {
  await page.goto(said.unit);
  if (new URL(page.url()).pathname === said.unit) return;
  await type(page, page.locator('#email'), `${name}@vigie.example`);
  await type(page, page.locator('#password'), demonstration);
  await leap(page, 'Enter');
  await page.waitForURL((url) => url.pathname === said.unit);
}

for (const [language, width] of [['fr', 1280], ['en', 360]]) {
  test(`forty incidents in ${language} at ${width} px`, async () => {
    const said = words[language];
    // Before the office opens: what is to be qualified today is to be so at six. A Wednesday is no moving holiday.
    const { server, turn, now } = await startAt(
      until(8, (weekday, day) => weekday === 'Wed' && !['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'].includes(day)),
    );
    servers.push(server);
    const references = await morning(server, now);
    const page = await openPage(browser, server.address, { width, locale: said.locale });
    const hand = hands(page, said);
    await signIn(page, said, 'analyste');
    await page.keyboard.press('?');
    await inspect(page);

    // All that waits, by its view, in one go.
    await palette(page, said.toTake);
    const waiting = await hand.rows.count();
    assert.ok(waiting >= 40 && waiting <= 50, `${waiting} wait`);
    await page.keyboard.press('X');
    assert.equal(await hand.together('take', said.take), waiting);
    await palette(page, said.toTake);
    assert.equal(await hand.rows.count(), 0);

    // Danger first, one by one: a message with a task, the playbook, a correction with its reason.
    for (let one = 0; one < 4; one += 1) {
      await hand.kept(`${said.danger} ${said.state}:${said.taken} ${said.today}`);
      assert.equal(await hand.rows.count(), 4 - one);
      await hand.first();
      if (one === 0) {
        await page.keyboard.press('c');
        await page.keyboard.press('ArrowDown');
        assert.ok(await page.locator('#pour-facility').isChecked());
        await type(page, page.locator('#texte'), 'Isolez les postes ; nous vous rappelons à 10 h.');
        await press(page, page.getByText(said.also));
        await press(page, page.locator('#tache'), 'Space');
        await follow(page, page.locator('.composer button:not([name])'));
        assert.match(await page.locator('.waits').innerText(), said.leaves);
        await page.keyboard.press('t');
        await press(page, page.locator('form[action$="/play"] button'));
        await page.waitForURL(/taches/);
        assert.match(await page.locator('#taches').innerText(), said.tasks);
        await follow(page, page.locator('form[action$="/task-done"] button').first());
        assert.match(await page.locator('.todo').innerText(), said.done);
        await inspect(page);
      }
      await hand.qualify(one === 1 ? { severity: '5', reason: 'Deux blocs fermés, dit au téléphone' } : {});
    }
    await hand.all(`${said.danger} ${said.state}:${said.qualified} ${said.today}`, 'accompany', said.accompany);

    // Twelve that are nothing, each with the same reason in its own journal.
    const none = `${said.kind}:${said.account} ${said.today}`;
    assert.equal(await hand.all(none, 'put-out-of-scope', said.out, 'Essai sans suite : rien à déclarer.'), 12);

    // Told twice: one is kept.
    await hand.filter(`${said.kind}:${said.equipment} ${said.today}`);
    assert.equal(await hand.rows.count(), 2);
    await page.keyboard.press('X');
    await page.keyboard.press('a');
    await choose(page, page.locator('#command'), 'duplicate');
    await go(page, hand.button(said.prepare));
    await press(page, page.locator('input[name=kept]').first(), 'Space');
    await type(page, page.locator('#reason'), 'Même panne, deux déclarants');
    await go(page, hand.button(said.tie));

    // One cause: eight at once, proposed, attached, told.
    await hand.kept(references.provider[0]);
    await hand.first();
    await go(page, page.getByRole('link', { name: said.open }));
    await type(page, page.locator('#title'), 'Panne de l’Hébergeur du Jour');
    await type(page, page.locator('#cause'), 'L’hébergeur est à l’arrêt.');
    await go(page, hand.button(said.create));
    await go(page, page.getByRole('link', { name: said.propose }));
    await go(page, page.getByRole('link', { name: said.tick }));
    assert.equal(await page.locator('input[name=choix]:checked').count(), 7);
    await go(page, hand.button(said.attach));
    assert.match(await page.locator('main .lead').first().innerText(), said.figures);
    await type(page, page.locator('#message'), 'L’hébergeur revient à midi.');
    await go(page, hand.button(said.whom));
    await press(page, page.locator('button[name=send]'));
    await page.waitForURL((url) => !url.pathname.includes('message'));

    // The rest, as the queue gives it, but for the last three, which the day leaves behind.
    const left = `${said.state}:${said.taken} ${said.today}`;
    await hand.kept(left);
    for (let many = await hand.rows.count(); many > 3; many -= 1) {
      await hand.first();
      await hand.qualify();
      await hand.kept(left);
      assert.equal(await hand.rows.count(), many - 1);
    }
    assert.ok(await hand.all(`${said.state}:${said.qualified} ${said.today}`, 'follow', said.follow) >= 16);
    const link = `${said.kind}:${said.network} ${said.today} ${said.state}:`;
    assert.ok(await hand.all(link + said.followed, 'contain', said.contain) >= 3);
    const contained = await hand.all(link + said.contained, 'resolve', said.resolve);
    assert.equal(await hand.all(link + said.resolved, 'close', said.close, 'Lien doublé par le prestataire.'), contained);

    // Evening: what ran late is a view; it is empty before the day ends.
    await turn(10 * 3600 + 1200);
    await signIn(page, said, 'analyste');
    await palette(page, said.late);
    await inspect(page);
    const late = await hand.rows.count();
    assert.ok(late >= 3, `${late} are late`);
    for (let many = late; many > 0; many -= 1) {
      await hand.first();
      await hand.qualify();
      await palette(page, said.home);
      await palette(page, said.late);
      assert.equal(await hand.rows.count(), many - 1);
    }

    // Each of the forty was treated, and none is lost.
    await hand.kept(`${said.untouched} ${said.today}`);
    assert.equal(await hand.rows.count(), 0);
    await hand.kept(`${said.all} ${said.today}`);
    const listed = await page.locator('.queue .ref').allInnerTexts();
    for (const reference of Object.values(references).flat()) assert.ok(listed.includes(reference), reference);

    await palette(page, said.handover);
    await inspect(page);
    await type(page, page.locator('#body'), 'Quarante déclarations, toutes vues. L’hébergeur rappelle à midi demain.');
    await go(page, hand.button(said.leave));
    assert.match(await page.locator('main').innerText(), said.left);
    await page.finish();
  });
}
