import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { launchBrowser } from './browser.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

test('draws Chinese characters, each its own, in page fonts and on canvas', async () => {
  const page = await browser.newPage()
  const inks = await page.evaluate(() => {
    const draw = (character: string) => {
      const canvas = document.createElement('canvas')
      canvas.width = canvas.height = 40
      const context = canvas.getContext('2d')
      if (!context) return ''
      context.font = '32px "Microsoft YaHei", sans-serif'
      context.fillText(character, 2, 34)
      return canvas.toDataURL()
    }
    return ['橡', '胶', '轮', '胎', '\u{10FFFD}'].map(draw)
  })
  // Without a Chinese font they would all be the same empty box.
  expect(new Set(inks).size).toBe(inks.length)
  await page.close()
})

test('keeps the web security that users have', async () => {
  const first = await serve('text/html', '<title>first</title>')
  const second = await serve('text/plain', 'private')
  const page = await browser.newPage()
  await page.goto(first.address)
  const read = await page.evaluate(
    (address) =>
      fetch(address).then(
        (answer) => answer.text(),
        () => 'blocked',
      ),
    second.address,
  )
  expect(read).toBe('blocked')
  await page.close()
  first.server.close()
  second.server.close()
})

async function serve(type: string, body: string): Promise<{ server: Server; address: string }> {
  const server = createServer((_request, response) => response.setHeader('content-type', type).end(body))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  return { server, address: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/` }
}
