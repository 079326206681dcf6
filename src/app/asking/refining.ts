import { EVENT_HISTORY_REACH_MS } from '../../domain/plan.ts';
import {
  EMPTY_FORM,
  formOf,
  type QuestionForm,
  SLOTS,
  type Slot,
  textOfForm,
} from '../../domain/question/refine.ts';
import type { KeptAnswer } from '../state/kept-answers.ts';
import type { Answering } from './answering.ts';

/** Zone in which a form is tried; whoever asks has their own. */
const ANY_ZONE = 'UTC';

/** What is wrong with a form: the slot because of which it can't be read. */
export interface WrongSlot {
  readonly slot: Slot;
  readonly message: string;
}

/** The question of an answer taken apart. A time that nobody typed is none. */
export function formOfAnswer({ question }: KeptAnswer): QuestionForm {
  const { time } = question;
  const isUsual = time !== null && time.to - time.from === EVENT_HISTORY_REACH_MS;
  return formOf({ ...question, time: isUsual ? null : time });
}

/** A text taken apart; empty where it is no question. */
export function formOfText(text: string, answering: Answering): QuestionForm {
  const reading = answering.read(text, ANY_ZONE);
  return reading.kind === 'question' ? formOf(reading.question) : EMPTY_FORM;
}

/** The first slot without which a form can be read that can't be; undefined where it can. */
export function wrongSlot(form: QuestionForm, answering: Answering): WrongSlot | undefined {
  const reading = answering.read(textOfForm(form), ANY_ZONE);
  if (reading.kind === 'question' || reading.kind === 'ambiguous') return undefined;
  const message = reading.kind === 'unreadable' ? reading.message : 'Say what was done, or to what.';
  const slot = SLOTS.find(
    one =>
      form[one] !== '' && answering.read(textOfForm({ ...form, [one]: '' }), ANY_ZONE).kind === 'question',
  );
  return { slot: slot ?? 'verb', message };
}
