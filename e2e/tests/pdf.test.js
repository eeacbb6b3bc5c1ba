// PDFs, asked for as a browser asks, and read by poppler: what the page says is on the paper; without the program that
// makes them, a page says so with a number, and the receipt on the page is still there.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';

import { startVigie } from '../lib/server.js';

let server;
let without;

before(async () => {
  [server, without] = await Promise.all([
    startVigie(), startVigie({ settings: { VIGIE_TYPESETTER: '/nowhere/vigie-typeset' } }),
  ]);
});
after(async () => {
  await server?.stop();
  await without?.stop();
});

const said = {
  fr: {
    paper: '/declarer/formulaire-papier', step: '/declarer/etape/', follow: '/suivi', receipt: '/suivi/accuse.pdf',
    name: 'accuse-', questions: ['Les soins ou les patients sont-ils touchés', 'Que voyez-vous', 'Numéro FINESS'],
    words: ['Accusé de réception', 'Un danger est possible', 'Débranchez du réseau', 'Agence régionale de santé', 'UTC'],
    code: 'Code de suivi', notRepeated: 'Le code de suivi n’est pas répété ici', noted: '/suivi/code-note',
  },
  en: {
    paper: '/en/declare/paper-form', step: '/en/declare/step/', follow: '/en/follow', receipt: '/en/follow/receipt.pdf',
    name: 'receipt-', questions: ['Are care or patients affected', 'What do you see', 'FINESS number'],
    words: ['Receipt of declaration', 'Danger is possible', 'off the network', 'Regional health agency', 'UTC'],
    code: 'Follow-up code', notRepeated: 'The follow-up code is not repeated here', noted: '/en/follow/code-noted',
  },
};

/** What a person in front of one browser does, without the browser. */
class Visitor {
  cookies = new Map();

  constructor(site) {
    this.site = site;
  }

  async ask(path, options = {}) {
    const cookie = [...this.cookies].map((pair) => pair.join('=')).join('; ');
    const answer = await fetch(this.site.address + path, {
      redirect: 'manual', ...options, headers: { cookie, origin: this.site.address },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      this.cookies.set(name, value);
    }
    return answer;
  }

  /** Fills in the form of a page; `to` is where it goes when that is elsewhere. */
  async send(path, fields, to = path) {
    const page = await (await this.ask(path)).text();
    const [, token] = /name="jeton" value="([^"]+)"/.exec(page);
    const answer = await this.ask(to, { method: 'POST', body: new URLSearchParams({ jeton: token, ...fields }) });
    assert.equal(answer.status, 303, `${to}: ${answer.status}`);
  }

  async declare(words, name) {
    await this.send(`${words.step}1`, { care: 'potential', 'declarant.phone': '06 39 98 12 34' });
    await this.send(`${words.step}2`, { summary: '#panic("x") *Écrans* <noirs>', noticed_at: '14h' });
    await this.send(`${words.step}3`, {
      facility: '', facility_text: 'Clinique fictive, Rennes', 'declarant.name': name, 'declarant.function': 'RSSI',
    });
    await this.send(`${words.step}4`, { kind: 'ransom', help: 'call' });
  }
}

/** A program of poppler over some bytes. */
function poppler(program, options, bytes) {
  const { status, stdout, stderr, error } = spawnSync(program, [...options, '-', ...(program === 'pdftotext' ? ['-'] : [])], { input: bytes });
  if (error) throw new Error(`${program} is missing: it is in Debian's poppler-utils (${error.message})`);
  assert.equal(status, 0, String(stderr));
  return String(stdout).replace(/\s+/g, ' ');
}

async function read(answer) {
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-type'), 'application/pdf');
  const bytes = Buffer.from(await answer.arrayBuffer());
  assert.match(poppler('pdfinfo', [], bytes), /Tagged: yes/);
  assert.match(poppler('pdfinfo', ['-meta'], bytes), /<pdfuaid:part>1</);
  return poppler('pdftotext', [], bytes);
}

for (const [language, words] of Object.entries(said)) {
  test(`the paper form in ${language} asks what the screens ask`, async () => {
    const answer = await fetch(server.address + words.paper);
    assert.match(answer.headers.get('content-disposition'), /^inline; filename="[a-z-]+\.pdf"/);
    const text = await read(answer);
    for (const question of words.questions) assert.ok(text.includes(question), `${question} in ${text}`);
    const again = await fetch(server.address + words.paper);
    assert.equal(await read(again), text);
  });

  test(`the receipt in ${language} says what the page says, and the code no longer than it`, async () => {
    const visitor = new Visitor(server);
    const name = `Camille ${'Fictif '.repeat(14)}Dernier`;
    await visitor.declare(words, name);
    const page = await (await visitor.ask(words.follow)).text();
    assert.ok(page.includes(`href="${words.receipt}"`));
    const [reference] = /VIG-\d{4}-\d{6}-[A-Z]/.exec(page);
    const [code] = /(\d{4} ){5}\d{4}/.exec(page);

    const answer = await visitor.ask(words.receipt);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.ok(answer.headers.get('content-disposition').startsWith(`attachment; filename="${words.name}${reference}.pdf"`));
    const text = await read(answer);
    for (const expected of [...words.words, reference, words.code, code, '#panic("x") *Écrans* <noirs>']) {
      assert.ok(text.includes(expected), `${expected} in ${text}`);
    }
    assert.ok(text.includes(name), text);

    await visitor.send(words.follow, {}, words.noted);
    const later = await read(await visitor.ask(words.receipt));
    assert.ok(later.includes(words.notRepeated) && !later.includes(code), later);
  });

  test(`who follows nothing is shown the way in, in ${language}`, async () => {
    const answer = await new Visitor(server).ask(words.receipt);
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'), words.follow);
  });

  test(`without the program, a page says so in ${language} and the receipt stays`, async () => {
    const visitor = new Visitor(without);
    await visitor.declare(words, 'Camille Fictif');
    for (const path of [words.receipt, words.paper]) {
      const answer = await visitor.ask(path);
      assert.equal(answer.status, 500);
      const page = await answer.text();
      const number = /class="code">([0-9A-F]{10})</.exec(page);
      assert.ok(number && without.log().includes(number[1]), page);
    }
    assert.ok(without.log().includes('cargo build -p typesetter'));
    const page = await visitor.ask(words.follow);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /VIG-\d{4}-\d{6}-[A-Z]/);
  });
}
