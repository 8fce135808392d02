package dev.varve.bench.jmh;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What invocations did that each do much: beside the figure per invocation JMH reports one per
 * entry, named {@code :entries}.
 */
@State(Scope.Thread)
@AuxCounters
public class Entries {
  /** Entries so far. */
  public long entries;
}
