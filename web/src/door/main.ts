import { createApp } from 'vue'
import { addTexts } from '../i18n.ts'
import '../styles/public.scss'
import '../styles/forms.scss'
import './door.scss'
import texts from '../texts/de/door.ts'
import publicTexts from '../texts/de/public.ts'
import DoorApp from './DoorApp.vue'

addTexts(publicTexts)
addTexts(texts)
createApp(DoorApp).mount('#app')
