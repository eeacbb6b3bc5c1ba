// The library of a group: a member adds a file and writes an experience report, another reviews it, and what goes no further than its
// reader leaves with their name on each page. Reading and writing work without scripts.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';

import { startBrowser } from '../lib/browser.js';
import { inspect, visit } from '../lib/inspect.js';
import { go, press, type } from '../lib/keys.js';
import { atConsole } from '../lib/people.js';
import { startVigie } from '../lib/server.js';

let browser;
let server;
before(async () => { [browser, server] = await Promise.all([startBrowser(), startVigie()]); });
after(async () => { await browser?.close(); await server?.stop(); });

const fr = {
  language: 'fr', home: '/communaute', group: '/communaute/groupes/rancongiciels', library: '/bibliotheque', publish: 'Publier', review: 'Donner à relire', add: 'Ajouter un document',
  write: 'Écrire un retour d’expérience', waits: 'En relecture', accept: 'Accepter : il peut être lu', reviewed: 'Relu par', copy: 'Exemplaire de',
  refused: 'Sous ce marquage', version: 'Ajouter une nouvelle version', answer: 'Répondre', second: 'Version 2',
};
const en = {
  language: 'en', home: '/en/community', group: '/en/community/groups/rancongiciels', library: '/library', publish: 'Publish', review: 'Send for review', add: 'Add a document',
  write: 'Write an experience report', waits: 'In review', accept: 'Accept: it may be read', reviewed: 'Reviewed by', copy: 'Copy of',
  refused: 'Under this mark', version: 'Add a new version', answer: 'Answer', second: 'Version 2',
};

/** A PDF of two pages. */
function plan() {
  const stream = 'BT /F1 24 Tf 60 300 Td (Plan de reprise) Tj ET';
  const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents 5 0 R /Resources << /Font << /F1 6 0 R >> >> >>';
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Count 2 /Kids [3 0 R 4 0 R] >>', page, page,
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.7\n';
  const places = objects.map((object, n) => {
    const place = text.length;
    text += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const start = text.length;
  text += `xref\n0 7\n0000000000 65535 f \n${places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')}`;
  return Buffer.from(`${text}trailer\n<< /Size 7 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`);
}

/** What somebody gets who follows a link to a file. */
async function taken(page, href) {
  const answer = await page.request.get(href);
  assert.equal(answer.status(), 200, `${href}: ${answer.status()}`);
  return { bytes: await answer.body(), headers: answer.headers() };
}

/** The words of each page of a PDF. */
function pages(bytes) {
  const { status, stdout, stderr, error } = spawnSync('pdftotext', ['-', '-'], { input: bytes });
  if (error) throw new Error(`pdftotext is missing: it is in Debian's poppler-utils (${error.message})`);
  assert.equal(status, 0, String(stderr));
  return String(stdout).split('\f').filter((page) => page.trim());
}

for (const [w, width, javascript] of [[fr, 360, false], [en, 1280, true]]) {
  test(`a group keeps files and experience reports at ${width} px in ${w.language}`, async () => {
    const options = { width, javascript, locale: w.language === 'fr' ? 'fr-FR' : 'en-GB' };
    const member = await atConsole(browser, server, w.home, 'rssi', options);
    const other = await atConsole(browser, server, w.home, 'biomed', options);
    const button = (page, name) => page.getByRole('button', { name, exact: true }).first();
    const link = (page, name) => page.getByRole('link', { name, exact: true }).first();

    // A file that cannot carry a name is refused under the strictest mark, beside its field; a PDF is taken.
    await visit(member, w.group + w.library);
    await go(member, link(member, w.add));
    await type(member, member.locator('#title'), `Plan ${width}`);
    await type(member, member.locator('#body'), 'Notre **plan**.');
    await member.locator('#file').setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('notes') });
    await go(member, button(member, w.publish));
    assert.ok((await member.locator('#file-error').innerText()).includes(w.refused));
    assert.equal(await member.locator('#title').inputValue(), `Plan ${width}`, 'what was typed is kept');
    await press(member, member.locator('input[name=files]').first(), 'Space');
    await member.locator('#file').setInputFiles({ name: 'plan.pdf', mimeType: 'application/pdf', buffer: plan() });
    await go(member, button(member, w.publish));
    assert.ok((await member.locator('#m-1 .files').innerText()).includes('plan.pdf'));

    // Another reads it: in the library, on its page, and as a copy in their name.
    await visit(other, w.group + w.library);
    await go(other, link(other, `Plan ${width}`));
    const copy = await taken(other, await other.locator('a.go').first().getAttribute('href'));
    assert.equal(copy.headers['content-type'], 'application/pdf');
    assert.ok(copy.headers['content-disposition'].startsWith('attachment; filename="plan.pdf"'));
    const written = pages(copy.bytes);
    assert.equal(written.length, 2);
    for (const page of written) {
      assert.ok(page.includes('Plan de reprise') && page.includes(`${w.copy} Océane Calibre`) && page.includes('TLP:AMBER+STRICT'), page);
    }

    // A new version, by an answer.
    await go(other, link(other, w.version));
    await type(other, other.locator('#body'), 'Avec les numéros à jour.');
    await other.locator('#file').setInputFiles({ name: 'plan-2.pdf', mimeType: 'application/pdf', buffer: plan() });
    await go(other, other.locator('form.write').getByRole('button', { name: w.answer, exact: true }));
    await visit(member, w.group + w.library);
    assert.ok((await member.locator('.threads').innerText()).includes(w.second));

    // An experience report, for its reviewer alone until they say yes.
    await go(member, link(member, w.write));
    await inspect(member);
    await go(member, button(member, w.review));
    assert.ok(await member.locator('#retex_context-error').isVisible());
    await type(member, member.locator('#title'), `Une nuit sans réseau ${width}`);
    const reviewer = member.locator('label.choice', { hasText: 'Océane Calibre' }).locator('input[name=reviewers]');
    await press(member, reviewer, 'Space');
    for (const part of ['context', 'happened', 'helped', 'missing', 'advice']) {
      await type(member, member.locator(`#retex_${part}`), `Ce que nous disons : ${part}.`);
    }
    await go(member, button(member, w.review));
    await visit(other, w.group + w.library);
    assert.ok((await other.locator('.threads').innerText()).includes(w.waits));
    await go(other, link(other, `Une nuit sans réseau ${width}`));
    await inspect(other);
    await go(other, button(other, w.accept));
    await inspect(other);
    assert.ok((await other.locator('main').innerText()).includes(`${w.reviewed} Océane Calibre`));
    const third = await atConsole(browser, server, w.home, 'teleradio', options);
    await visit(third, w.group + w.library);
    await go(third, link(third, `Une nuit sans réseau ${width}`));
    await inspect(third);
    const report = pages((await taken(third, await third.locator('a.go').first().getAttribute('href'))).bytes);
    for (const page of report) {
      assert.ok(page.includes(`${w.copy} Salomé Pixel`) && page.includes('TLP:AMBER+STRICT'), page);
    }
    for (const page of [member, other, third]) await page.context().close();
  });
}
