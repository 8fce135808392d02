package dev.varve.soak.client;

import dev.varve.soak.lane.Choice;
import dev.varve.soak.lane.Figures;
import dev.varve.soak.model.WrongAnswerException;
import java.io.IOException;
import java.util.List;

/** One of the threads that write and read lanes. */
final class ClientThread {
  private static final int FAULT_IN = 150;
  private static final int RANGE_KEYS = 300;

  private final Wire wire;
  private final ServerAddress address;
  private final List<HeldLane> own;
  private final List<HeldLane> all;
  private final Choice choice;

  /** Of the lanes; what is told are the calls by HTTP. */
  private final Figures ignored = new Figures();

  private int next;

  /**
   * A thread.
   *
   * @param own the lanes that it writes
   * @param all the lanes of the process, which it reads
   */
  ClientThread(
      Wire wire, ServerAddress address, List<HeldLane> own, List<HeldLane> all, Choice choice) {
    this.wire = wire;
    this.address = address;
    this.own = own;
    this.all = all;
    this.choice = choice;
  }

  /** One call, or a few that belong together. */
  void turn() throws IOException, InterruptedException {
    try {
      int life = wire.life();
      HeldLane lane = choice.oneIn(3) ? null : ready(life);
      if (lane == null) {
        read();
      } else {
        write(lane, life);
      }
    } catch (LostException lost) {
      ServerAddress.At _ = address.awaitAfter(lost.life(), lost.toString());
    }
  }

  /** The next of the own lanes that may be written, or null. */
  private HeldLane ready(int life) throws IOException {
    for (int i = 0; i < own.size(); i++) {
      HeldLane lane = own.get(next);
      if (lane.prepare(life, choice)) {
        return lane;
      }
      next = (next + 1) % own.size();
    }
    return null;
  }

  private void read() throws IOException {
    HeldLane lane = all.get(choice.below(all.size()));
    if (choice.oneIn(FAULT_IN)) {
      wire.failNext(choice.of(Fault.values()));
    }
    try {
      lane.lane().read(choice, ignored);
    } catch (CutException | UnansweredException wanted) {
      assert wanted.getMessage() != null; // a read changes nothing
    }
  }

  private void write(HeldLane lane, int life) throws IOException {
    if (choice.oneIn(400)) {
      int keys = lane.lane().model().keys();
      int length = Math.min(keys, RANGE_KEYS);
      int from = choice.below(keys - length + 1);
      lane.check(from, from + length, choice);
    } else if (choice.oneIn(10)) {
      lane.counter().add();
    } else if (choice.oneIn(5_000)) {
      lane.lane().deleteRange(choice, ignored);
    } else {
      Fault fault = choice.oneIn(FAULT_IN) ? fault() : null;
      writeItems(lane, life, fault);
      if (choice.oneIn(50)) {
        next = (next + 1) % own.size();
      }
    }
  }

  /** Those after which a lane has to rest are fewer. */
  private Fault fault() {
    return choice.oneIn(40)
        ? choice.of(Fault.UNREAD, Fault.READ_PARTLY)
        : choice.of(Fault.CUT_HEAD, Fault.CUT_BODY, Fault.HALF_CLOSED);
  }

  private void writeItems(HeldLane lane, int life, Fault fault) throws IOException {
    if (fault != null) {
      wire.failNext(fault);
    }
    try {
      lane.lane().write(choice, ignored);
    } catch (CutException cut) {
      if (lane.lane().settle()) {
        throw new WrongAnswerException(
            "lane %d: a request that was not sent to its end (%s) was executed"
                .formatted(lane.lane().number(), cut.getMessage()));
      }
    } catch (UnansweredException unanswered) {
      lane.rest(life);
    } catch (LostException lost) {
      lane.rest(lost.life());
      throw lost;
    }
  }
}
