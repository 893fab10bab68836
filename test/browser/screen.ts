/** A browser and a fixture server for a file of screen tests: `const open = openScreens()`. */
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { buildWeb } from '../../server/composition/web-build.ts'
import { launchBrowser } from './browser.ts'
import { openFixtureServer, type FixtureOptions, type FixtureServer } from './fixtures/server.ts'

export interface Screen {
  readonly page: Page
  readonly server: FixtureServer
  /** Errors thrown by the page, console errors and breaches of the content policy. */
  readonly troubles: readonly string[]
}

export const desk = { width: 1366, height: 768 } as const
export const wall = { width: 1920, height: 1080 } as const

/** A busy machine takes many times as long; only what never comes is a failure. */
const patienceMs = 60_000

export interface ScreenOptions extends FixtureOptions {
  readonly path?: string
  readonly size?: { readonly width: number; readonly height: number }
}

export function openScreens(): (options?: ScreenOptions) => Promise<Screen> {
  let browser: Browser | undefined
  const closing: (() => Promise<void>)[] = []
  beforeAll(async () => {
    await buildWeb()
    browser = await launchBrowser()
  })
  afterEach(async () => {
    for (const close of closing.splice(0)) await close()
  })
  // Where the build failed there is none, and that error should stand alone.
  afterAll(() => browser?.close())

  return async ({ path = '/', size = desk, ...options } = {}) => {
    const server = await openFixtureServer(options)
    if (browser === undefined) throw new Error('openScreens 应在测试文件的顶层调用')
    const context = await browser.newContext({
      viewport: size,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
    })
    closing.push(
      () => context.close(),
      () => server.close(),
    )
    context.setDefaultTimeout(patienceMs)
    const page = await context.newPage()
    const troubles: string[] = []
    page.on('pageerror', (error) => troubles.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') troubles.push(`${message.text()} ${message.location().url}`)
    })
    await page.goto(server.address + path)
    return { page, server, troubles }
  }
}

/** As expect.poll, with the patience that a busy machine needs. */
export function expectSoon<T>(read: () => T) {
  return expect.poll(read, { timeout: patienceMs })
}

/** Presses Enter on a row of a table once nothing is read any more: a table read again has another row in its place. */
export async function enterRow(row: Locator): Promise<void> {
  await row.waitFor()
  await row.page().waitForLoadState('networkidle')
  await row.press('Enter')
}

/** Where a part stands once it has stopped moving: pictures glide into place, fonts arrive. */
export async function atRest(part: Locator): Promise<Box> {
  let before: Box | null = null
  for (;;) {
    const now = await part.boundingBox()
    if (now !== null && before !== null && JSON.stringify(now) === JSON.stringify(before)) return now
    before = now
    await part.page().waitForTimeout(150)
  }
}

/** Two pictures later: what an event changed is drawn. */
export async function nextFrames(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => resolve()))
      }),
  )
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Pairs of boxes that cover each other by more than a hair. */
export function overlaps(boxes: readonly (Box & { readonly name: string })[]): string[] {
  const hair = 1
  return boxes.flatMap((a, index) =>
    boxes
      .slice(index + 1)
      .filter(
        (b) =>
          a.x + a.width - hair > b.x &&
          b.x + b.width - hair > a.x &&
          a.y + a.height - hair > b.y &&
          b.y + b.height - hair > a.y,
      )
      .map((b) => `${a.name} × ${b.name}`),
  )
}

/** Boxes of everything the selector finds that is shown, named by label or text. */
export async function boxesOf(page: Page, selector: string): Promise<(Box & { name: string })[]> {
  return page.locator(selector).evaluateAll((elements) =>
    elements.flatMap((element) => {
      const { x, y, width, height } = element.getBoundingClientRect()
      const name = element.getAttribute('aria-label') ?? element.textContent?.slice(0, 20) ?? ''
      return width > 0 && height > 0 ? [{ x, y, width, height, name }] : []
    }),
  )
}

/** Parts of a card that reach beyond its right edge. */
export async function outgrown(page: Page): Promise<string[]> {
  return page.locator('main section[aria-label]').evaluateAll((cards) =>
    cards.flatMap((card) => {
      const edge = card.getBoundingClientRect().right + 1
      return [...card.querySelectorAll('select, button, a, b, p, h2, h3, li, time')]
        .filter((part) => part.getBoundingClientRect().right > edge)
        .map(
          (part) =>
            `${card.getAttribute('aria-label') ?? ''}: <${part.tagName}> ${part.textContent.slice(0, 30)}`,
        )
    }),
  )
}
