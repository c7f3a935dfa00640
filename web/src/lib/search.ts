import { ref } from 'vue'

export const searching = ref(false)
export function openSearch(): void {
  searching.value = true
}
