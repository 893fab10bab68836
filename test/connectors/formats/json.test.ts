import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { readGeojson } from '../../../connectors/formats/geojson.ts'
import { readJsonl, unreadable } from '../../../connectors/formats/jsonl.ts'

const content = (...chunks: readonly (string | Buffer)[]) => ({
  bytes: () => Readable.from(chunks.map((chunk) => Buffer.from(chunk))),
})
const readLines = (...chunks: readonly (string | Buffer)[]) => Array.fromAsync(readJsonl(content(...chunks)))

describe('JSON Lines', () => {
  it('gives members as text and keeps every digit of a number', async () => {
    const text =
      '\ufeff{"code":91370000123456789012,"amount":12.50,"ok":true,"none":null,"list":[1,"二"],"name":"甲"}\r\n\n{"name":"乙"}'
    expect(await readLines(text)).toEqual([
      { code: '91370000123456789012', amount: '12.50', ok: 'true', none: '', list: '[1,"二"]', name: '甲' },
      { name: '乙' },
    ])
  })

  it('puts lines and characters together across chunks', async () => {
    const bytes = Buffer.from('{"名称":"演示橡胶"}\n{"名称":"演示轮胎"}\n')
    const chunks = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1))
    expect(await readLines(...chunks)).toEqual([{ 名称: '演示橡胶' }, { 名称: '演示轮胎' }])
  })

  it('passes on a line that is no object, whole, for quarantine', async () => {
    expect(await readLines('{"a":1}\n{"a":\n[1]\nnull\n')).toEqual([
      { a: '1' },
      { [unreadable]: '{"a":' },
      { [unreadable]: '[1]' },
      { [unreadable]: 'null' },
    ])
  })

  it('refuses a line that never ends', async () => {
    const chunk = Buffer.alloc(600_000, 'x')
    await expect(readLines(chunk, chunk)).rejects.toThrow('超过 1 MiB')
  })
})

describe('GeoJSON', () => {
  it('gives properties and the geometry as JSON', async () => {
    const geometry = {
      type: 'Polygon',
      coordinates: [
        [
          [118.1, 37.0],
          [118.2, 37.0],
          [118.2, 37.1],
          [118.1, 37.0],
        ],
      ],
    }
    const collection = {
      type: 'FeatureCollection',
      features: [
        { type: 'Feature', properties: { adcode: 370523, name: '广饶县', center: [118.4, 37.05] }, geometry },
      ],
    }
    expect(await Array.fromAsync(readGeojson(content(JSON.stringify(collection))))).toEqual([
      { adcode: '370523', name: '广饶县', center: '[118.4,37.05]', geometry: JSON.stringify(geometry) },
    ])
  })

  it.each(['{"type":"Feature"}', '{"features":[null]}', '[]'])('refuses %s', async (text) => {
    await expect(Array.fromAsync(readGeojson(content(text)))).rejects.toThrow('不是 GeoJSON 要素集合')
  })
})
