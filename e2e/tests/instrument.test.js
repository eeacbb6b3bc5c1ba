// The instrument itself: each flaw that `inspect` promises to see, on a page that has only it.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';

import { openPage, startBrowser, tabTo } from '../lib/browser.js';
import { visit } from '../lib/inspect.js';

const page = (body, head = '') => `<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Essai</title><style>
body{background:#fff;color:#111} a{color:#004} a:focus{outline:2px solid #004}
@media (prefers-color-scheme:dark){body{background:#111;color:#eee} a{color:#9cf} a:focus{outline-color:#9cf}}
</style>${head}</head>
<body><main><h1>Essai</h1>${body}</main></body></html>`;

const pages = {
  '/sound': page('<p>Rien à redire.</p><a href="/sound">Lien</a>'),
  '/contrast': page('<p class="pale">Illisible</p>', '<style>.pale{color:#777;background:#888}</style>'),
  '/undecided': page('<p class="over">Sur un dégradé</p>',
    '<style>.over{background:linear-gradient(#000,#fff);color:#333}</style>'),
  '/invalid': page('<p><div>Un bloc dans un paragraphe</div></p>'),
  '/wide': page('<p class="wide">Large</p>', '<style>.wide{width:600px}</style>'),
  '/noisy': page('<p>Bruit</p>', '<script>console.error("bruit")</script>'),
  '/throws': page('<p>Exception</p>', '<script>throw new Error("chute")</script>'),
  '/foreign': page('<p>Autrui</p>', '<script src="http://localhost:9/a.js"></script>'),
  '/unfocused': page('<a href="/sound">Lien</a>', '<style>a:focus{outline:none!important}</style>'),
};

describe('the instrument', () => {
  let browser;
  let server;
  let address;

  before(async () => {
    server = createServer((request, response) => {
      const body = pages[request.url];
      response.writeHead(body ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
      response.end(body ?? page('<p>Absent</p>'));
    });
    await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    address = `http://127.0.0.1:${server.address().port}`;
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
  });

  const sees = [
    ['/contrast', /axe violations \(light\) color-contrast/],
    ['/undecided', /axe incomplete \(dark\) color-contrast/],
    ['/invalid', /html-validate/],
    ['/wide', /scrolls sideways/],
    ['/noisy', /console error: bruit/],
    ['/throws', /exception: chute/],
    ['/foreign', /third-party request/],
    ['/absent', /answers 404/],
  ];
  for (const [path, reason] of sees) {
    it(`refuses ${path}`, async () => {
      const tab = await openPage(browser, address, { width: 360 });
      await assert.rejects(visit(tab, path), reason);
      tab.watch.splice(0);
      await tab.finish();
    });
  }

  for (const javascript of [true, false]) {
    it(`accepts a sound page, scripts ${javascript ? 'on' : 'off'}`, async () => {
      const tab = await openPage(browser, address, { width: 320, javascript });
      await visit(tab, '/sound');
      await tabTo(tab, tab.getByRole('link'));
      await tab.finish();
    });
  }

  it('refuses a focus that cannot be seen', async () => {
    const tab = await openPage(browser, address);
    await visit(tab, '/unfocused');
    await assert.rejects(tabTo(tab, tab.getByRole('link')), /cannot be seen/);
    await tab.finish();
  });
});
