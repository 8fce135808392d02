package dev.varve.watch;

import dev.varve.protocol.CallListener;
import dev.varve.protocol.CompletedCall;
import jdk.jfr.FlightRecorder;

/**
 * Makes events of Java's flight recorder of calls: {@code dev.varve.Call}. A recording may set from
 * which time on a call is one, by the setting {@code slowerThan}; {@value SlowerThan#DEFAULT} if it
 * does not. Costs nothing while nobody records.
 */
public final class CallEvents implements CallListener {
  /** Makes events while somebody records. */
  public CallEvents() {}

  @Override
  public void answered(CompletedCall call) {
    if (!FlightRecorder.isInitialized()) {
      return; // the first event would start the recorder, which costs a server's start much
    }
    CallEvent event = new CallEvent();
    if (!event.isEnabled()) {
      return;
    }
    event.time = call.nanos();
    if (event.shouldCommit()) {
      event.operation = call.operation() == null ? null : call.operation().name();
      event.table = RequestTables.table(call.request());
      event.status = call.status();
      event.error = call.error();
      event.requestBytes = call.requestBytes();
      event.responseBytes = call.responseBytes();
      event.requestId = call.requestId();
      event.commit();
    }
  }
}
