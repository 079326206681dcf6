import { EVENT_HISTORY_REACH_MS } from '../../domain/plan.ts';
import type { QuestionReading } from '../../domain/question/question.ts';
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

/** What is wrong with a form: the slot because of which it can't be read. */
export interface WrongSlot {
  readonly slot: Slot;
  readonly message: string;
}

/** Takes questions apart, so that people can change them slot by slot. */
export class Refining {
  readonly #answering: Answering;

  constructor(answering: Answering) {
    this.#answering = answering;
  }

  /** The question of an answer. A time that nobody typed is none. */
  formOfAnswer({ question }: KeptAnswer): QuestionForm {
    const { time } = question;
    const isUsual = time !== null && time.to - time.from === EVENT_HISTORY_REACH_MS;
    return formOf({ ...question, time: isUsual ? null : time });
  }

  /** A text that may be asked; empty where it is no question. */
  formOfText(text: string): QuestionForm {
    const reading = this.#read(text);
    return reading.kind === 'question' ? formOf(reading.question) : EMPTY_FORM;
  }

  /** The first slot without which a form can be read that can't be; undefined where it can. */
  wrongSlot(form: QuestionForm): WrongSlot | undefined {
    const reading = this.#read(textOfForm(form));
    if (reading.kind === 'question' || reading.kind === 'ambiguous') return undefined;
    const message = reading.kind === 'unreadable' ? reading.message : 'Say what was done, or to what.';
    const isAtFault = (slot: Slot) =>
      form[slot] !== '' && this.#read(textOfForm({ ...form, [slot]: '' })).kind === 'question';
    return { slot: SLOTS.find(isAtFault) ?? 'verb', message };
  }

  /** In any zone: whoever asks has their own. */
  #read(text: string): QuestionReading {
    return this.#answering.read(text, 'UTC');
  }
}
