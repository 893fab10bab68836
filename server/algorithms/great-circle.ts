/** IUGG mean radius of the earth, km. */
const earthRadius = 6371.0088

export interface Point {
  /** Degrees, WGS 84. */
  readonly longitude: number
  readonly latitude: number
}

/** Distance along the great circle by the haversine formula, km; within 0.5 % of the ellipsoid. */
export function greatCircle(a: Point, b: Point): number {
  const rad = Math.PI / 180
  const half = (degrees: number) => Math.sin((degrees * rad) / 2) ** 2
  const h =
    half(b.latitude - a.latitude) +
    Math.cos(a.latitude * rad) * Math.cos(b.latitude * rad) * half(b.longitude - a.longitude)
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(h)))
}
