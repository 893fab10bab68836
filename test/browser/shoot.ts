/**
 * Takes a picture of a screen:
 *   node test/browser/shoot.ts <url> <out.png> [--size 1920x1080] [--login <username>] [--wait <ms>]
 *                              [--click <selector>]… [--full] [--dark]
 * Console errors, failed requests and answers of 400 and above go to standard error; the exit code is 1
 * when the page threw an error.
 */
import { parseArgs } from 'node:util'
import type { BrowserContext, Page } from 'playwright-core'
import { launchBrowser } from './browser.ts'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', default: '1920x1080' },
    login: { type: 'string' },
    wait: { type: 'string', default: '1500' },
    click: { type: 'string', multiple: true, default: [] },
    full: { type: 'boolean', default: false },
    dark: { type: 'boolean', default: false },
  },
})
const [url, output] = positionals
const [width = 0, height = 0] = options.size.split('x').map(Number)
if (url === undefined || output === undefined || !(width > 0) || !(height > 0)) {
  console.error(
    '用法：node test/browser/shoot.ts <网址> <图片.png> [--size 1920x1080] [--login 用户名] [--wait 毫秒] [--click 选择器]…',
  )
  process.exit(2)
}

const browser = await launchBrowser()
try {
  const context = await browser.newContext({
    viewport: { width, height },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    colorScheme: options.dark ? 'dark' : 'light',
  })
  if (options.login !== undefined) await logIn(context, url, options.login)
  const page = await context.newPage()
  reportTrouble(page)
  const started = performance.now()
  await page.goto(url, { waitUntil: 'load' })
  console.log(`load ${Math.round(performance.now() - started)} ms`)
  await page.waitForTimeout(Number(options.wait))
  for (const selector of options.click) {
    await page.locator(selector).first().click()
    await page.waitForTimeout(Number(options.wait))
  }
  await page.screenshot({ path: output, fullPage: options.full })
  console.log(`${output}  ${await page.title()}  ${page.url()}`)
} finally {
  await browser.close()
}

/** The answer's cookie stays in the context, as after logging in by hand. */
async function logIn(context: BrowserContext, address: string, username: string): Promise<void> {
  const answer = await context.request.post(new URL('/api/session', address).href, {
    data: { username, password: 'industry-brain-demo' },
  })
  if (!answer.ok()) throw new Error(`登录 ${username} 失败：${answer.status()} ${await answer.text()}`)
}

function reportTrouble(page: Page): void {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      console.error(`[${message.type()}] ${message.text()}  ${message.location().url}`)
    }
  })
  page.on('pageerror', (error) => {
    console.error(`[thrown] ${error.stack ?? error.message}`)
    process.exitCode = 1
  })
  page.on('requestfailed', (request) =>
    console.error(`[failed] ${request.url()} ${request.failure()?.errorText}`),
  )
  page.on('response', (response) => {
    if (response.status() >= 400) console.error(`[${response.status()}] ${response.url()}`)
  })
}
