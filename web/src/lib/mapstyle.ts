import type { FeatureCollection, Geometry } from 'geojson'
import type { LngLatBoundsLike, StyleSpecification } from 'maplibre-gl'
import type { Name, Value } from '@/api/types'

export interface MapPoint { id: string; lon: number; lat: number; label?: string; tone?: 'go' | 'warn' | 'bad' | 'ok' | 'mute' }
export type Areas = FeatureCollection<Geometry, { code: string; name: Name; generated?: boolean; path?: string }>

/** Five steps from light to ink; areas without a number are hatched grey, not the lightest step. */
export const STEPS = ['#e3edf4', '#bdd4e5', '#8fb4d1', '#5a8db5', '#2b618f'] as const
export const NO_NUMBER = '#e4e4df'
export const PLAIN = '#eef3ef'

export interface Scale { breaks: number[]; colour: (v: Value | undefined) => string }
export function scaleOf(values: (Value | undefined)[]): Scale {
  const numbers = values.filter((v): v is Value => v?.state === 'number' && v.value !== null).map((v) => Number(v.value))
  const sorted = [...new Set(numbers)].sort((a, b) => a - b)
  const classes = Math.min(STEPS.length, Math.max(sorted.length, 1))
  const breaks = Array.from({ length: classes - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / classes)]!)
  const first = STEPS.length - classes
  return {
    breaks,
    colour: (v) => {
      if (v?.state !== 'number' || v.value === null) return NO_NUMBER
      const n = Number(v.value)
      return STEPS[first + breaks.filter((b) => n >= b).length]!
    },
  }
}

export function boundsOf(areas: FeatureCollection, points: MapPoint[]): LngLatBoundsLike | null {
  let [w, s, e, n] = [180, 90, -180, -90]
  const eat = (c: unknown): void => {
    if (!Array.isArray(c)) return
    if (typeof c[0] === 'number' && typeof c[1] === 'number') {
      w = Math.min(w, c[0]); e = Math.max(e, c[0]); s = Math.min(s, c[1]); n = Math.max(n, c[1])
    } else c.forEach(eat)
  }
  for (const f of areas.features) if (f.geometry && 'coordinates' in f.geometry) eat(f.geometry.coordinates)
  if (w > e) for (const p of points) eat([p.lon, p.lat])
  return w > e ? null : [[w, s], [e, n]]
}

const TONES = ['match', ['get', 'tone'], 'bad', '#a8322a', 'warn', '#8a5300', 'ok', '#1b6b47', 'mute', '#56626c', '#1f5a8c'] as const

/** The whole map is drawn from our own outlines: no tiles, no glyph server, nothing from outside. */
export function styleOf(): StyleSpecification {
  const empty = { type: 'FeatureCollection' as const, features: [] }
  return {
    version: 8,
    sources: { areas: { type: 'geojson', data: empty, promoteId: 'code' }, points: { type: 'geojson', data: empty } },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': '#f7f8f5' } },
      { id: 'fill', type: 'fill', source: 'areas', paint: { 'fill-color': ['get', 'fill'], 'fill-opacity': ['case', ['boolean', ['feature-state', 'over'], false], 0.75, 1] } },
      { id: 'line', type: 'line', source: 'areas', paint: { 'line-color': '#8fa09a', 'line-width': 1 } },
      { id: 'chosen', type: 'line', source: 'areas', filter: ['==', ['get', 'code'], ''], paint: { 'line-color': '#c2570c', 'line-width': 3 } },
      { id: 'points', type: 'circle', source: 'points', paint: { 'circle-radius': ['case', ['get', 'on'], 9, 5.5], 'circle-color': TONES as never, 'circle-stroke-color': ['case', ['get', 'on'], '#c2570c', '#ffffff'], 'circle-stroke-width': ['case', ['get', 'on'], 3, 1.5] } },
      { id: 'names', type: 'symbol', source: 'areas', layout: { 'text-field': ['get', 'label'], 'text-size': 12.5, 'text-padding': 1, 'text-variable-anchor': ['center', 'top', 'bottom'] }, paint: { 'text-color': ['get', 'ink'], 'text-halo-color': ['get', 'halo'], 'text-halo-width': 1.4 } },
    ],
  }
}
