package dev.varve.bench.compare;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * A store as a comparison sees it from outside the virtual machine in which it runs.
 *
 * @param name of the store
 * @param persistent whether it keeps its data in its folder
 * @param supports whether it can do the workload of a name
 * @param jvmArguments what the virtual machine needs for it
 * @param heapBytes Java heap for a cell
 */
record Contender(
    String name,
    boolean persistent,
    Predicate<String> supports,
    List<String> jvmArguments,
    ToLongFunction<CellSpec> heapBytes) {}
