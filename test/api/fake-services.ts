import type { Services } from '../../server/api/services.ts'

const none = () => Promise.resolve(null)
const empty = () => Promise.resolve({ items: [], total: 0 })

/** Stages that know of nothing; a test replaces what it is about. */
export function fakeServices(): Services {
  return {
    chain: {
      list: () => Promise.resolve([]),
      graph: none,
      segment: none,
      gaps: none,
      gapRegions: none,
      neighbourhood: none,
      override: () => Promise.resolve('unknown'),
    },
    metrics: { list: () => [], read: none, regions: none, evidence: none },
    alerts: { read: () => Promise.resolve({ items: [], latest: 0 }) },
    migration: {
      flows: ({ region, realm }) =>
        Promise.resolve({
          region: { code: region, name: region },
          realm,
          from: '2025-11',
          to: '2026-10',
          inflow: 0,
          outflow: 0,
          flows: [],
          byMonth: [],
        }),
      events: empty,
      watchList: async () => ({ ...(await empty()), month: '2026-10', backtest: null }),
    },
    ingest: {
      upload: () => Promise.reject(new Error('没有汇聚引擎')),
      progress: () => [],
      sources: () => Promise.resolve([]),
      run: () => Promise.resolve('unknown'),
      cancel: () => Promise.resolve('unknown'),
      setEnabled: () => Promise.resolve('unknown'),
      refresh: () => undefined,
    },
    lineage: { row: none },
  }
}
