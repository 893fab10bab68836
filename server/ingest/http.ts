import { setTimeout as sleep } from 'node:timers/promises'

export interface HttpOptions {
  /** Hosts that may be asked, as in URL.host; any other is refused before a connection is made. */
  readonly allowedHosts: ReadonlySet<string>
  /** Tries in all; the pause doubles from `firstPauseMs`. */
  readonly attempts?: number
  readonly firstPauseMs?: number
  /** Shortest time between two requests to one host. */
  readonly intervalMs?: number
  readonly timeoutMs?: number
  readonly fetch?: typeof fetch
  readonly random?: () => number
}

const retried = new Set([408, 425, 429, 500, 502, 503, 504])

/**
 * fetch for connectors: an allow-list of hosts also for redirects, a pause between requests, retries with growing
 * pauses (Retry-After is obeyed up to a minute) where the answer may be another next time.
 */
export function createHttp(options: HttpOptions): typeof fetch {
  const { attempts = 4, firstPauseMs = 500, intervalMs = 100, timeoutMs = 60_000 } = options
  const { fetch: send = fetch, random = Math.random } = options
  const nextAt = new Map<string, number>()

  async function takeTurn(host: string): Promise<void> {
    const now = Date.now()
    const turn = Math.max(now, nextAt.get(host) ?? 0)
    nextAt.set(host, turn + intervalMs)
    if (turn > now) await sleep(turn - now)
  }

  async function once(url: URL, init: RequestInit | undefined): Promise<Response> {
    for (let target = url, redirects = 0; ; redirects++) {
      if (!options.allowedHosts.has(target.host)) {
        throw new Error(
          `不允许访问 ${target.host}：只允许 ${[...options.allowedHosts].join('、') || '（无）'}`,
        )
      }
      await takeTurn(target.host)
      const limit = AbortSignal.timeout(timeoutMs)
      const signal = init?.signal ? AbortSignal.any([init.signal, limit]) : limit
      const response = await send(target, { ...init, signal, redirect: 'manual' })
      const location = response.headers.get('location')
      if (response.status < 300 || response.status > 399 || location === null) return response
      if (redirects === 5) throw new Error(`${url.href} 转向超过 5 次`)
      await response.body?.cancel()
      target = new URL(location, target)
    }
  }

  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    for (let attempt = 1; ; attempt++) {
      const last = attempt === attempts
      let pause = firstPauseMs * 2 ** (attempt - 1) * (0.75 + random() / 2)
      try {
        const response = await once(url, init)
        if (last || !retried.has(response.status)) return response
        const wait = Number(response.headers.get('retry-after'))
        if (wait > 0) pause = Math.min(wait, 60) * 1000
        await response.body?.cancel()
      } catch (error) {
        const refused = error instanceof Error && error.message.startsWith('不允许访问')
        if (last || refused || init?.signal?.aborted === true) throw error
      }
      await sleep(pause, undefined, init?.signal ? { signal: init.signal } : {})
    }
  }
}

/** Hosts that the operator named in a connector's options. */
export function hostsOf(options: Readonly<Record<string, string>>): ReadonlySet<string> {
  return new Set(
    Object.values(options)
      .filter((value) => /^https?:/.test(value) && URL.canParse(value))
      .map((value) => new URL(value).host),
  )
}
