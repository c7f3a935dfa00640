import { computed, ref, watch, type WatchSource } from 'vue'
import { api } from '@/api/client'
import { useLoad } from '@/api/load'
import type { Page } from '@/api/types'

type Query = Record<string, string | number | boolean | null | undefined>

/** A list that grows: the first page lives (filters, changes), the next ones are asked for. */
export function useList<T>(path: string, query: () => Query, options: { topics?: string[]; on?: WatchSource[]; limit?: number } = {}) {
  const limit = options.limit ?? 50
  const more = ref<T[]>([])
  const next = ref<string | null>(null)
  const growing = ref(false)
  const first = useLoad<Page<T>>((signal) => api.get(path, { ...query(), limit }, signal), { topics: options.topics ?? [], on: [() => JSON.stringify(query()), ...(options.on ?? [])] })
  watch(first.data, (page) => {
    more.value = []
    next.value = page?.next ?? null
  })
  async function grow(): Promise<void> {
    if (!next.value || growing.value) return
    growing.value = true
    try {
      const page = await api.get<Page<T>>(path, { ...query(), limit, cursor: next.value })
      more.value = [...(more.value as T[]), ...page.items] as typeof more.value
      next.value = page.next
    } finally {
      growing.value = false
    }
  }
  const items = computed<T[]>(() => [...(first.data.value?.items ?? []), ...(more.value as T[])])
  return { ...first, items, next, grow, growing }
}
