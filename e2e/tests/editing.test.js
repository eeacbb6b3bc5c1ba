// An alert in two languages: written, sent back, mended, published by somebody else, revised, withdrawn; by keys alone.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startBrowser } from '../lib/browser.js';
import { inspect, visit } from '../lib/inspect.js';
import { go, press, type } from '../lib/keys.js';
import { atConsole } from '../lib/people.js';
import { png } from '../lib/png.js';
import { startVigie } from '../lib/server.js';

let browser;
let server;

before(async () => { [browser, server] = await Promise.all([startBrowser(), startVigie()]); });
after(async () => {
  await browser?.close();
  await server?.stop();
});

const words = {
  fr: {
    desk: '/redaction', unit: '/cellule', make: '/redaction/nouveau/', alert: 'Alerte', save: 'Enregistrer', preview: 'Aperçu', submit: 'Demander une relecture',
    product: 'Ajouter un produit', missing: 'À remplir avant la relecture', back: 'Renvoyer', backGo: 'Renvoyer à qui l’a écrit', approve: 'Publier maintenant',
    revise: 'Réviser', own: /une autre personne doit le relire/, withdraw: 'Retirer ce qui est publié', withdrawGo: 'Retirer', gone: /Retiré, version 2/,
    live: 'Aperçu pendant la frappe', published: /Publié, version 1/, images: 'Enregistrer et gérer les images', add: 'Ajouter', put: 'Mettre à la fin du français',
    text: 'Retour au texte', large: /trop grande/, page: 'Voir la page publiée',
  },
  en: {
    desk: '/en/editing', unit: '/en/unit', make: '/en/editing/new/', alert: 'Alert', save: 'Save', preview: 'Preview', submit: 'Ask for a review',
    product: 'Add a product', missing: 'To be filled in before the review', back: 'Send back', backGo: 'Send back to its writer', approve: 'Publish now',
    revise: 'Revise', own: /somebody else must review it/, withdraw: 'Withdraw what is published', withdrawGo: 'Withdraw', gone: /Withdrawn, version 2/,
    live: 'Preview while typing', published: /Published, version 1/, images: 'Save and manage the images', add: 'Add', put: 'Put at the end of the French',
    text: 'Back to the text', large: /too large/, page: 'See the published page',
  },
};

/** An image is added to a text, after one that is refused, and put at the end of its French. */
async function pictured(editor, said, javascript) {
  const button = (name) => editor.getByRole('button', { name, exact: true }).first();
  await go(editor, button(said.images));
  await type(editor, editor.locator('#alt_fr'), 'Le schéma : la passerelle est devant le réseau.');
  await type(editor, editor.locator('#alt_en'), 'The plan: the gateway stands before the network.');
  const flood = Buffer.concat([png(4, 4).subarray(0, 16), Buffer.from('0000c3500000c350', 'hex'), png(4, 4).subarray(24)]);
  await editor.locator('#file').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: flood });
  await go(editor, button(said.add));
  assert.match(await editor.locator('#file-error').innerText(), said.large);
  assert.match(await editor.locator('#alt_en').inputValue(), /stands before/, 'what was typed is kept');
  const buffer = png(2000, 800, 'a secret');
  await editor.locator('#file').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer });
  await go(editor, button(said.add));
  const image = editor.locator('.pictures img');
  assert.deepEqual([await image.getAttribute('width'), await image.getAttribute('height')], ['1600', '640'], 'it is drawn anew, in bounds');
  const bytes = await (await editor.request.get(await image.getAttribute('src'))).body();
  assert.ok(buffer.includes('a secret') && !bytes.includes('a secret'), 'nothing unseen stays');
  await go(editor, editor.getByRole('link', { name: said.text }));
  assert.equal(await editor.locator('#summary_fr').inputValue(), 'Elle ouvre le réseau.', 'the text was kept meanwhile');
  await go(editor, editor.getByRole('button', { name: said.put }));
  assert.match(await editor.locator('#body_fr').inputValue(), /Un texte\.\n\n!\[Le schéma : la passerelle est devant le réseau\.\]\(\/images\//);
  if (javascript) assert.ok(await editor.locator('.pictures img').evaluate((img) => img.complete && img.naturalWidth === 1600));
}

/** The image stands on the page of the text, with its size and its words, for somebody who has no account. */
async function shown(lead, said, language) {
  const page = new URL(await lead.getByRole('link', { name: said.page }).getAttribute('href'), lead.url());
  const html = await (await fetch(page)).text();
  const image = html.match(/<img src="(\/images\/[^"]+)" alt="Le schéma[^"]*" width="1600" height="640"/);
  assert.equal(Boolean(image), language === 'fr', 'its English has none');
  if (image) {
    const got = await fetch(new URL(image[1], page));
    assert.deepEqual([got.status, got.headers.get('content-type')], [200, 'image/png']);
    const pdf = await (await fetch(`${page}.pdf`)).arrayBuffer();
    assert.ok(Buffer.from(pdf).includes('/Subtype/Image'), 'and in its PDF');
  }
  await visit(lead, page.pathname);
}

for (const [language, said, width, javascript] of [['fr', words.fr, 360, false], ['en', words.en, 1280, true]]) {
  test(`an alert from its first word to its withdrawal in ${language} at ${width} px`, async () => {
    const editor = await atConsole(browser, server, said.desk, 'redacteur', { width, javascript });
    const lead = await atConsole(browser, server, said.unit, 'responsable', { width, javascript });
    const button = (page, name) => page.getByRole('button', { name, exact: true }).first();
    await visit(editor, said.desk);
    await go(editor, editor.locator('.views').getByRole('link', { name: said.alert, exact: true }));
    await type(editor, editor.locator('#title_fr'), `Faille ${language} de la passerelle`);
    await go(editor, button(editor, said.submit));
    assert.match(await editor.locator('#erreurs').innerText(), new RegExp(said.missing));
    assert.ok(await editor.locator('#sources-error').isVisible(), 'what lacks is said beside its field');
    for (const [field, text] of [
      ['#summary_fr', 'Elle ouvre le réseau.'], ['#body_fr', '## Ce qui se passe\n\nUn texte. Un [lien](/nulle-part).'],
      ['#title_en', `Flaw of the ${language} gateway`], ['#summary_en', 'It opens the network.'], ['#body_en', '## What happens\n\nA text.'],
      ['#products', 'Exemplia'], ['#product-name-0', 'Passerelle 3000'], ['#sources', 'Avis'],
    ]) await type(editor, editor.locator(field), text);
    await press(editor, editor.locator('#tlp-clear'), 'Space');
    await press(editor, editor.locator('#severity-1'), 'ArrowDown');
    await go(editor, button(editor, said.product));
    assert.equal(await editor.locator('#products').inputValue(), 'Exemplia');
    assert.ok(await editor.locator('#products-new').isVisible());
    await go(editor, button(editor, said.preview));
    assert.match(await editor.locator('#apercu').innerText(), /nulle-part[^]*Un texte[^]*What happens/);
    if (javascript) {
      await press(editor, editor.getByLabel(said.live), 'Space');
      await type(editor, editor.locator('#body_en'), '## What happens\n\nA text that is *alive*.');
      await editor.locator('#apercu em', { hasText: 'alive' }).waitFor();
      // Going by keys through the links of the preview scrolled it, and what is out of sight cannot be judged.
      await editor.locator('.beside').evaluate((it) => it.scrollTo(0, 0));
      await inspect(editor);
    }
    await type(editor, editor.locator('#body_fr'), '## Ce qui se passe\n\nUn texte.');
    await pictured(editor, said, javascript);
    await go(editor, button(editor, said.submit));
    assert.match(await editor.locator('main').innerText(), said.own);
    const review = new URL(editor.url()).pathname;
    const text = review.replace(/\/[^/]+$/, '');

    // Sent back, mended, published by somebody else.
    await visit(lead, review);
    await press(lead, lead.locator('summary', { hasText: said.back }));
    await go(lead, button(lead, said.backGo));
    assert.ok(await lead.locator('#back-reason-error').isVisible());
    await type(lead, lead.locator('#back-reason'), 'Depuis quand ?');
    await go(lead, button(lead, said.backGo));
    await visit(editor, text);
    await type(editor, editor.locator('#summary_fr'), 'Depuis lundi, elle ouvre le réseau.');
    await go(editor, button(editor, said.submit));
    await visit(lead, review);
    await go(lead, button(lead, said.approve));
    assert.match(await lead.locator('main').innerText(), said.published);
    await shown(lead, said, language);

    // Two at once: the second sees both.
    await visit(editor, text);
    await visit(lead, text);
    await type(lead, lead.locator('#summary_fr'), 'Le résumé de l’autre.');
    await go(lead, button(lead, said.save));
    await type(editor, editor.locator('#change_fr'), 'Le résumé.');
    await type(editor, editor.locator('#change_en'), 'The summary.');
    await go(editor, button(editor, said.save));
    assert.match(await editor.locator('#conflit').locator('..').innerText(), /Le résumé de l’autre/);
    assert.equal(await editor.locator('#change_fr').inputValue(), 'Le résumé.');
    await type(editor, editor.locator('#summary_fr'), 'Le résumé des deux.');
    await go(editor, button(editor, said.submit));
    assert.ok(await editor.locator('.changes ins').first().isVisible(), 'what changed is shown');

    // The lead wrote of it too, and an editor may not review what is theirs: alone, and then withdrawn.
    await visit(lead, review);
    assert.match(await lead.locator('main').innerText(), said.own);
    await press(lead, lead.locator('summary', { hasText: language === 'fr' ? 'Publier sans relecture' : 'Publish without a review' }));
    await type(lead, lead.locator('#alone-reason'), 'Exploitée en ce moment.');
    await go(lead, button(lead, language === 'fr' ? 'Publier sans relecture' : 'Publish without a review'));
    await press(lead, lead.locator('summary', { hasText: said.withdraw }));
    await type(lead, lead.locator('#reason_fr'), 'Une erreur.');
    await type(lead, lead.locator('#reason_en'), 'A mistake.');
    await go(lead, button(lead, said.withdrawGo));
    assert.match(await lead.locator('main').innerText(), said.gone);
    await visit(lead, said.desk);
    for (const kind of ['bulletin', 'card', 'guide']) await visit(editor, said.make + kind);
    await editor.context().close();
    await lead.context().close();
  });
}
