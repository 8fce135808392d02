package dev.varve.watch;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.SettingDefinition;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A call, as the flight recorder keeps it. It is made when the call is over. */
@Name("dev.varve.Call")
@Label("Call")
@Category("Varve")
@Description("A call that was answered")
@StackTrace(false)
final class CallEvent extends Event {
  @Label("Operation")
  String operation;

  @Label("Table")
  String table;

  @Label("Status")
  int status;

  @Label("Error")
  String error;

  @Label("Time")
  @Description("From the whole request to the whole answer")
  @Timespan(Timespan.NANOSECONDS)
  long time;

  @Label("Request Size")
  @DataAmount
  int requestBytes;

  @Label("Response Size")
  @DataAmount
  int responseBytes;

  @Label("Request Id")
  String requestId;

  /** The recorder's own threshold counts what lies between begin and end, which is nothing here. */
  @SettingDefinition
  @Name("slowerThan")
  @Label("Slower Than")
  @Description("Calls that took less time make no event")
  boolean slowerThan(SlowerThan setting) {
    return time >= setting.nanos();
  }
}
