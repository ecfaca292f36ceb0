// Arabic texts of an invitation: its page, and what follows a sign-up by a personal link.
import type { Catalogue } from '../catalogue.ts'
import type de from '../de/invited.ts'

const texts: Catalogue<typeof de> = {
  invited: {
    next: 'اللقاء القادم',
    nextText: 'اسمكم وعنوانكم موجودان في الاستمارة.',
    done: 'تم تسجيلكم',
    doneQueued: 'أنتم على قائمة الانتظار',
    doneAsked: 'وصلنا طلبكم',
    doneText: 'لا حاجة إلى فعل شيء آخر. أرسلنا إليكم رسالة فيها رابط تسجيلكم.',
    doneTicket: 'لا حاجة إلى فعل شيء آخر. في الطريق إليكم رسالة فيها تذكرتكم ورابط تسجيلكم.',
    title: 'دعوتكم',
    lead: '{name}، أنتم مدعوون إلى هذا اللقاء.',
    signUpText: 'اسمكم وعنوانكم موجودان في الاستمارة.',
    cannotTitle: 'ألا تستطيعون الحضور؟',
    cannotText: 'أخبرونا بهذا الزر، ولن نسألكم مرة أخرى.',
    cannot: 'لا أستطيع الحضور',
    declined: 'شكرًا على ردّكم: لا تستطيعون الحضور.',
    declinedText: 'إن غيّرتم رأيكم فسجّلوا أنفسكم.',
    endTitle: 'ألا تريدون مزيدًا من الدعوات؟',
    endText: 'وافقتم على دعوتكم إلى اللقاءات القادمة. بهذا الزر تلغون موافقتكم.',
    end: 'لا مزيد من الدعوات',
    ended: 'لن ندعوكم بعد الآن',
    endedText: 'لن تصلكم دعوات أخرى منا.',
    endedStill: 'ما زال بإمكانكم التسجيل لهذا اللقاء.',
    over: 'لم يعد بإمكانكم التسجيل لهذا اللقاء.',
  },
}

export default texts
