import { ref } from 'vue'
import { ApiError, api } from '@/api/client'
import type { AreaRef } from '@/api/types'
import { t } from '@/i18n'

export interface Place { lon: number; lat: number; from: 'map' | 'gps' | 'photo' | 'thing' }

/** Where it is: asked of the district's own outlines, so that a point in the sea is seen before it is sent. */
export function usePlace() {
  const areas = ref<AreaRef[]>([])
  const problem = ref('')
  const finding = ref(false)
  let asked = 0

  async function locate(place: Place | null): Promise<void> {
    const mine = (asked += 1)
    areas.value = []
    problem.value = ''
    if (!place) return
    try {
      const answer = await api.get<{ areas: AreaRef[] }>('/locate', { lon: place.lon, lat: place.lat, crs: 'wgs84' })
      if (mine === asked) areas.value = answer.areas
    } catch (cause) {
      if (mine !== asked || !(cause instanceof ApiError) || cause.unreachable) return
      problem.value = `${cause.happened} ${cause.instead}`
    }
  }

  /** The phone's own position; pages without TLS have none, and say so. */
  function fromPhone(quiet = false): Promise<Place | null> {
    if (!('geolocation' in navigator) || !window.isSecureContext) {
      if (!quiet) problem.value = t('place.no_gps')
      return Promise.resolve(null)
    }
    finding.value = true
    problem.value = ''
    return new Promise((done) => {
      navigator.geolocation.getCurrentPosition(
        (p) => { finding.value = false; done({ lon: Number(p.coords.longitude.toFixed(6)), lat: Number(p.coords.latitude.toFixed(6)), from: 'gps' }) },
        () => { finding.value = false; if (!quiet) problem.value = t('place.gps_failed'); done(null) },
        { enableHighAccuracy: true, timeout: 10_000, maximumAge: 30_000 },
      )
    })
  }
  return { areas, problem, finding, locate, fromPhone }
}
