import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AccessLedger, Authorisation, AuthorisedData } from '../../server/api/schemas/access-ledger.ts'
import { authorisedFirms } from '../../server/exchange/authorisations.ts'
import { from, openScene, own, until, type Scene } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.close())

const codeOf = (answer: { json<T>(): T }) => answer.json<{ code: string }>().code

describe('an authorisation of a bank', () => {
  const fields = [
    'enterprise/enterprise-profile.revenue',
    'public/electricity-use.kwh',
    'public/electricity-use.month',
  ]
  const grant = async (given: object = {}) =>
    scene.post('enterprise', '/api/authorisations', { grantee: 'bank', fields, validUntil: until, ...given })

  test('lets it read exactly the fields, until it is withdrawn', async () => {
    const { id } = (await grant()).json<{ id: number }>()
    expect(await authorisedFirms(scene.database, 'bank')).toEqual([own])
    expect(await authorisedFirms(scene.database, 'bank-2')).toEqual([])
    const answer = await scene.get('bank', `/api/authorisations/${id}/data`)
    expect(answer.statusCode, answer.body).toBe(200)
    const { datasets } = answer.json<AuthorisedData>()
    expect(
      datasets.map(({ id: dataset, columns, rows }) => [dataset, columns.map(({ name }) => name), rows]),
    ).toEqual([
      ['enterprise/enterprise-profile', ['revenue'], [[12345.67]]],
      [
        'public/electricity-use',
        ['month', 'kwh'],
        [
          ['2026-03', 300],
          ['2026-02', 200],
          ['2026-01', 100],
        ],
      ],
    ])
    const [use] = (
      await scene.get('enterprise', `/api/enterprises/${own}/access-ledger`)
    ).json<AccessLedger>().items
    expect(use).toMatchObject({ role: '银行', basis: '企业授权', purpose: '授信', authorisationId: id })
    const mine = (await scene.get('enterprise', `/api/enterprises/${own}/authorisations`)).json<{
      items: Authorisation[]
    }>()
    expect(mine.items[0]).toMatchObject({ id, state: 'active', uses: 2 })

    expect((await scene.get('bank-2', `/api/authorisations/${id}/data`)).statusCode).toBe(404)
    expect((await scene.post('enterprise-2', `/api/authorisations/${id}/withdrawal`)).statusCode).toBe(404)
    expect((await scene.post('enterprise', `/api/authorisations/${id}/withdrawal`)).statusCode).toBe(204)
    const after = await scene.get('bank', `/api/authorisations/${id}/data`)
    expect([after.statusCode, codeOf(after)]).toEqual([403, 'authorisation-ended'])
    expect(await authorisedFirms(scene.database, 'bank')).toEqual([])
  })

  test('ends with its last day', async () => {
    const { id } = (await grant({ validUntil: from })).json<{ id: number }>()
    expect((await scene.get('bank', `/api/authorisations/${id}/data`)).statusCode).toBe(200)
    const tomorrow = new Date(Date.now() + 86_400_000)
    try {
      scene.clock.now = tomorrow
      scene.forgetSessions()
      expect((await scene.get('bank', `/api/authorisations/${id}/data`)).statusCode).toBe(403)
      expect(await authorisedFirms(scene.database, 'bank', tomorrow)).toEqual([])
    } finally {
      scene.clock.now = new Date()
      scene.forgetSessions()
    }
  })

  test.each([
    [
      'transactions, which are the partner’s as well',
      { fields: ['enterprise/supply-transaction.amount'] },
      404,
    ],
    ['a field that is not there', { fields: ['enterprise/enterprise-profile.salary'] }, 404],
    ['an account that is no bank', { grantee: 'county' }, 404],
    ['a day that is over', { validUntil: '2021-01-01' }, 400],
  ])('is not given for %s', async (_what, given, status) => {
    expect((await grant(given)).statusCode).toBe(status)
  })
})
