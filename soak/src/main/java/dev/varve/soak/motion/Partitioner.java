package dev.varve.soak.motion;

import dev.varve.dynamodb.TablePartition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.ResourceInUseException;
import dev.varve.soak.lane.Choice;
import dev.varve.soak.lane.Figures;
import dev.varve.soak.lane.Workers;
import java.io.IOException;
import java.util.List;

/** Splits and merges any partitions, of the table and of its index. */
final class Partitioner implements Workers.Task {
  private static final int MOST = 8;

  private final Varve varve;
  private final Choice choice;
  private final Figures figures;

  Partitioner(Varve varve, Choice choice, Figures figures) {
    this.varve = varve;
    this.choice = choice;
    this.figures = figures;
  }

  @Override
  public void run() throws IOException {
    boolean ofIndex = choice.oneIn(3);
    List<TablePartition> partitions = partitions(ofIndex);
    List<Integer> numbers = partitions.stream().map(TablePartition::id).toList();
    int any = choice.below(partitions.size());
    TablePartition partition = partitions.get(any);
    boolean merges = any + 1 < partitions.size() && choice.below(MOST) < partitions.size();
    long begin = System.nanoTime();
    try {
      if (merges) {
        varve.mergePartitions(MotionTable.NAME, partition.id());
        figures.took("merge", System.nanoTime() - begin);
      } else {
        long width = partition.range().last() - partition.range().first();
        if (width >>> 2 == 0) {
          return; // too narrow to be cut
        }
        varve.splitPartition(
            MotionTable.NAME, partition.id(), partition.range().first() + 1 + (width >>> 2));
        figures.took("split", System.nanoTime() - begin);
      }
    } catch (ResourceInUseException beingCopied) {
      figures.took("split.refused", System.nanoTime() - begin);
    } catch (IllegalArgumentException replaced) {
      // By the database itself, since the partitions were listed.
      if (numbers(ofIndex).equals(numbers)) {
        throw replaced;
      }
      figures.took("split.replaced", System.nanoTime() - begin);
    }
  }

  private List<TablePartition> partitions(boolean ofIndex) throws IOException {
    return ofIndex
        ? varve.partitions(MotionTable.NAME, MotionTable.INDEX)
        : varve.partitions(MotionTable.NAME);
  }

  private List<Integer> numbers(boolean ofIndex) throws IOException {
    return partitions(ofIndex).stream().map(TablePartition::id).toList();
  }
}
