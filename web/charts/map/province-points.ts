/**
 * Seats of the provinces, to 0.1°: the boundaries end with Shandong, and an arc that leaves the picture needs
 * the direction in which it goes. Codes of GB/T 2260.
 */
import type { MigrationFlows } from '../../../server/api/schemas/migration.ts'

type Flow = MigrationFlows['flows'][number]
type Place = Flow['origin']

const seats: Readonly<Record<string, readonly [longitude: number, latitude: number]>> = {
  '11': [116.4, 39.9],
  '12': [117.2, 39.1],
  '13': [114.5, 38.0],
  '14': [112.5, 37.9],
  '15': [111.7, 40.8],
  '21': [123.4, 41.8],
  '22': [125.3, 43.9],
  '23': [126.5, 45.8],
  '31': [121.5, 31.2],
  '32': [118.8, 32.1],
  '33': [120.2, 30.3],
  '34': [117.2, 31.8],
  '35': [119.3, 26.1],
  '36': [115.9, 28.7],
  '41': [113.6, 34.7],
  '42': [114.3, 30.6],
  '43': [113.0, 28.2],
  '44': [113.3, 23.1],
  '45': [108.4, 22.8],
  '46': [110.3, 20.0],
  '50': [106.6, 29.6],
  '51': [104.1, 30.7],
  '52': [106.6, 26.6],
  '53': [102.8, 24.9],
  '54': [91.1, 29.7],
  '61': [108.9, 34.3],
  '62': [103.8, 36.1],
  '63': [101.8, 36.6],
  '64': [106.2, 38.5],
  '65': [87.6, 43.8],
  '71': [121.5, 25.0],
  '81': [114.2, 22.3],
  '82': [113.5, 22.2],
}

/** The flows with a point for every place of another province that comes without one. */
export function withProvincePoints(flows: readonly Flow[]): readonly Flow[] {
  return flows.map((flow) => ({
    ...flow,
    origin: withPoint(flow.origin),
    destination: withPoint(flow.destination),
  }))
}

function withPoint(place: Place): Place {
  const seat = seats[place.code.slice(0, 2)]
  if (seat === undefined || (place.longitude !== null && place.latitude !== null)) return place
  return { ...place, longitude: seat[0], latitude: seat[1] }
}
