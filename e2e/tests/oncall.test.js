// A night call: an alarm rings, then for the next person; somebody answers, takes a call, and hands over in the morning.
// By keyboard alone, on a clock that the test moves.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { clicked, openPage, startBrowser, tabTo } from '../lib/browser.js';
import { startAt, until } from '../lib/clock.js';
import { inspect, visit } from '../lib/inspect.js';
import { demonstration, signIn } from '../lib/people.js';

let browser;
const servers = [];

before(async () => {
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  for (const server of servers) await server.stop();
});

/** A server of the demonstration at 22:00 of tomorrow in Paris. */
async function atNight() {
  const { server, turn } = await startAt(until(22));
  servers.push(server);
  return { server, turn };
}

/** Waits until so many letters of alarms left for a reference. */
async function alarms(server, reference, many) {
  for (let tries = 0; tries < 60; tries += 1) {
    // Old letters of the demonstration go while one looks.
    const letters = await server.mails().catch((error) => { if (error.code === 'ENOENT') return []; throw error; });
    const found = letters.filter((mail) => /ALARM/.test(mail) && mail.includes(reference));
    if (found.length >= many) return found;
    await sleep(250);
  }
  throw new Error(`no ${many} alarms for ${reference}\n${server.log()}`);
}

async function press(page, locator) {
  await tabTo(page, locator);
  await Promise.all([page.waitForEvent('framenavigated'), page.keyboard.press('Enter')]);
  await page.waitForLoadState();
}

const words = {
  fr: {
    unit: '/cellule', alarms: '/cellule/alarmes', call: '/cellule/appel', handover: '/cellule/releve', turns: '/cellule/astreintes',
    calls: '/cellule/rappels', ringing: /sonne/, acknowledge: /J’ai l’alarme/, acknowledged: /Acquittée par Robin Modèle/,
    read: 'Préparer la relecture', aloud: 'À relire à voix haute', file: 'Déposer pour la personne', dictate: /Code de suivi/,
    close: 'Clore ma relève', tasks: /tâches?\b.*en retard/, sign: /J’ai lu/, signed: /Laissée par Robin Modèle.*Signée par Alix Exemple/, digit: /zéro|un|deux|trois|quatre|cinq|six|sept|huit|neuf/,
  },
  en: {
    unit: '/en/unit', alarms: '/en/unit/alarms', call: '/en/unit/take-call', handover: '/en/unit/handover', turns: '/en/unit/on-call',
    calls: '/en/unit/call-backs', ringing: /ringing/, acknowledge: /I have this alarm/, acknowledged: /Acknowledged by Robin Modèle/,
    read: 'Prepare to read back', aloud: 'To be read aloud', file: 'File for this person', dictate: /Follow-up code/,
    close: 'Close my handover', tasks: /tasks? (is|are) late/, sign: /I have read it/, signed: /Left by Robin Modèle.*Signed by Alix Exemple/, digit: /zero|one|two|three|four|five|six|seven|eight|nine/,
  },
};

async function staff(server, said, name, options) {
  const page = await openPage(browser, server.address, options);
  await page.goto(said.unit);
  await signIn(page, `${name}@vigie.example`, demonstration);
  await page.waitForURL((url) => url.pathname === said.unit);
  return page;
}

for (const [language, width] of [['fr', 1280], ['fr', 360], ['en', 1280]]) {
  const said = words[language];
  test(`a night call in ${language} at ${width} px`, async () => {
    const { server, turn } = await atNight();
    const answer = await fetch(`${server.address}/api/v1/declarations`, {
      method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        facility_text: 'Clinique de la Nuit', summary: 'Plus de dossier patient.', noticed_at: new Date().toISOString(), care: 'actual',
        help: 'call', declarant: { name: 'Camille Fictif', phone: '06 39 98 00 01' },
      }),
    });
    assert.equal(answer.status, 201, await answer.clone().text());
    const { reference } = await answer.json();
    const [first] = await alarms(server, reference, 1);
    await turn(301);
    const second = (await alarms(server, reference, 2))[1];
    const to = (mail) => /^To: (.*)$/m.exec(mail)[1];
    assert.notEqual(to(first), to(second), 'the next person is called');

    const lead = await staff(server, said, 'responsable', { width });
    await inspect(lead);
    assert.match(await lead.locator('[role=alert]').first().innerText(), said.ringing);
    await visit(lead, said.alarms);
    const ringing = lead.locator('section.note', { hasText: reference });
    assert.equal(await ringing.locator('ol li').count(), 2);
    await press(lead, ringing.getByRole('button', { name: said.acknowledge }));
    await inspect(lead);
    assert.match(await lead.locator('li', { hasText: reference }).first().innerText(), said.acknowledged);
    await turn(301);
    await sleep(1500);
    assert.equal((await alarms(server, reference, 2)).length, 2, 'nobody else is called');

    await visit(lead, said.calls);
    assert.ok((await lead.locator('main').innerText()).includes('06 39 98 00 01'));

    await visit(lead, said.call);
    const type = async (id, text) => {
      await tabTo(lead, lead.locator(`#${id}`));
      await lead.keyboard.type(text);
    };
    await type('declarant-phone', '06 39 98 00 02');
    await type('declarant-name', 'Dominique Modèle');
    await type('facility-text', 'Maison de santé du Matin');
    await type('summary', 'La messagerie ne répond plus.');
    await type('noticed-at', language === 'fr' ? 'il y a 2 heures' : '2 hours ago');
    await press(lead, lead.getByRole('button', { name: said.read }));
    await inspect(lead);
    assert.ok((await lead.locator('main').innerText()).includes(said.aloud));
    await press(lead, lead.getByRole('button', { name: said.file }));
    await inspect(lead);
    assert.match(await lead.locator('h2').first().innerText(), said.dictate);
    assert.equal(await lead.locator('.dictate li').count(), 6);
    assert.match(await lead.locator('.dictate').innerText(), said.digit);

    await turn(10 * 3600);
    await lead.goto(said.unit);
    if (!new URL(lead.url()).pathname.startsWith(said.unit)) {
      await signIn(lead, 'responsable@vigie.example', demonstration);
      await lead.waitForURL((url) => url.pathname === said.unit);
    }
    await visit(lead, said.handover);
    assert.match(await lead.locator('main').innerText(), said.tasks);
    await tabTo(lead, lead.locator('#body'));
    await lead.keyboard.type('Une alarme, un appel. Rappeler la clinique à midi.');
    await press(lead, lead.getByRole('button', { name: said.close }));
    await inspect(lead);
    await lead.finish();

    const analyst = await staff(server, said, 'analyste', { width });
    await visit(analyst, said.handover);
    await press(analyst, analyst.getByRole('button', { name: said.sign }));
    await inspect(analyst);
    const sheet = analyst.getByRole('link', { name: said.signed });
    await press(analyst, sheet);
    await inspect(analyst);
    await visit(analyst, said.turns);
    await analyst.finish();
  });
}

test('the lead writes turns down, without scripts', async () => {
  const { server } = await atNight();
  const page = await staff(server, words.fr, 'responsable', { width: 360, javascript: false });
  await visit(page, words.fr.turns);
  await page.locator('#from').fill('pas un jour');
  await clicked(page, page.getByRole('button', { name: 'Inscrire', exact: true }));
  await inspect(page);
  assert.equal(await page.locator('#from').inputValue(), 'pas un jour');
  await visit(page, `${words.fr.turns}?mois=2030-02`);
  assert.match(await page.locator('.note').last().innerText(), /Personne du vendredi 1 février 2030/);
  await page.finish();
});
