import type { SourceRecord } from '../contract.ts'
import { readWhole, type FileContent } from './content.ts'
import { flatRecord, parseJson } from './json.ts'

const limit = 128 * 1024 * 1024

/**
 * Features of a GeoJSON feature collection (RFC 7946): each property under its name, the geometry as JSON under
 * `geometry`.
 * @throws when it is no feature collection, or larger than 128 MB.
 */
export async function* readGeojson(content: FileContent): AsyncGenerator<SourceRecord> {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(await readWhole(content, limit))
  const collection = parseJson(text)
  for (const feature of featuresOf(collection)) {
    const { properties, geometry } = feature
    const named = typeof properties === 'object' && properties !== null ? flatRecord(properties) : {}
    yield { ...named, geometry: geometry === null || geometry === undefined ? '' : JSON.stringify(geometry) }
  }
}

function featuresOf(collection: unknown): readonly { properties?: unknown; geometry?: unknown }[] {
  if (typeof collection === 'object' && collection !== null && 'features' in collection) {
    const { features } = collection
    if (Array.isArray(features) && features.every((item) => typeof item === 'object' && item !== null)) {
      return features as readonly { properties?: unknown; geometry?: unknown }[]
    }
  }
  throw new Error('不是 GeoJSON 要素集合（FeatureCollection）：缺少 features 列表')
}
