package dev.varve.bench.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.bench.result.CellResult;
import dev.varve.bench.result.ResultFile;
import dev.varve.bench.result.RunInfo;
import dev.varve.bench.result.SampleResults;
import dev.varve.bench.summary.Summary.Workload;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
  @Test
  void figuresAreMedianLeastAndGreatestOfTheRounds() {
    Summary summary =
        Summary.of(
            List.of(
                SampleResults.cell("varve", "readrandom", 1, 900),
                SampleResults.cell("varve", "readrandom", 2, 1_000),
                SampleResults.cell("varve", "readrandom", 3, 400)));
    Summary.Cell cell = summary.workloads().getFirst().cells().getFirst();
    assertEquals(new Spread(900, 400, 1_000, 3), cell.spread(Figure.OPS_PER_SECOND));
    assertEquals(1, cell.medianRound().round());
  }

  @Test
  void ofAnEvenNumberOfRoundsTheMedianIsBetweenTheTwoInTheMiddle() {
    Summary summary =
        Summary.of(
            List.of(
                SampleResults.cell("varve", "readrandom", 1, 100),
                SampleResults.cell("varve", "readrandom", 2, 400),
                SampleResults.cell("varve", "readrandom", 3, 200),
                SampleResults.cell("varve", "readrandom", 4, 300)));
    Summary.Cell cell = summary.workloads().getFirst().cells().getFirst();
    assertEquals(new Spread(250, 100, 400, 4), cell.spread(Figure.OPS_PER_SECOND));
    assertEquals(3, cell.medianRound().round());
  }

  @Test
  void workloadsAndStoresKeepTheOrderInWhichTheyFirstAppear() {
    Summary summary =
        Summary.of(
            List.of(
                SampleResults.cell("xodus", "overwrite", 1, 100),
                SampleResults.cell("lmdb", "overwrite", 1, 100),
                SampleResults.cell("lmdb", "fillseq", 1, 100),
                SampleResults.cell("xodus", "fillseq", 1, 100),
                SampleResults.cell("varve", "fillseq", 1, 100)));
    assertEquals(List.of("xodus", "lmdb", "varve"), summary.stores());
    assertEquals("xodus", summary.defaultBaseline());
    assertEquals(
        List.of("overwrite", "fillseq"),
        summary.workloads().stream().map(workload -> workload.setting().workload()).toList());
    assertEquals(
        List.of("xodus", "lmdb", "varve"),
        summary.workloads().get(1).cells().stream().map(Summary.Cell::store).toList());
    assertTrue(summary.workloads().getFirst().cell("varve").isEmpty());
    assertFalse(summary.workloads().getFirst().spread("varve", Figure.OPS_PER_SECOND).isPresent());
  }

  @Test
  void threadsDurabilityAndLoopSetWorkloadsApart() {
    CellResult cell = SampleResults.cell("varve", "fillseq", 1, 100);
    Summary summary =
        Summary.of(
            List.of(
                cell,
                SampleResults.with(cell, "threads", 4),
                SampleResults.with(cell, "durability", "sync"),
                SampleResults.cell("varve", "readseq", 1, 100)));
    assertEquals(
        List.of("fillseq ×1 buffered", "fillseq ×4 buffered", "fillseq ×1 sync", "readseq"),
        summary.workloads().stream()
            .map(workload -> summary.shortName(workload.setting()))
            .toList());
  }

  @Test
  void aRunThatComesToLackMoreIsOneRun() throws IOException {
    CellResult first = SampleResults.cell("varve", "fillseq", 1, 100);
    RunInfo later = first.run().withAbsent(Map.of("lmdb fillseq@1", "killed"));
    Summary summary = Summary.of(List.of(first, ResultFile.withRun(first, later)));
    assertEquals(List.of(later), summary.runs());
  }

  @Test
  void amplificationOfWhatWasNotWrittenIsNoFigure() {
    CellResult cell =
        SampleResults.with(SampleResults.cell("varve", "readrandom", 1, 100), "user_bytes", 0);
    Summary summary = Summary.of(List.of(cell));
    Spread spread = summary.workloads().getFirst().spread("varve", Figure.WRITE_AMPLIFICATION);
    assertFalse(spread.isPresent());
    assertEquals("-", Figure.WRITE_AMPLIFICATION.text(spread.median()));
    assertFalse(summary.workloads().getFirst().writes());
  }

  @Test
  void ratiosAreToTheMedianOfTheOther() {
    Spread ratio = new Spread(300, 200, 500, 3).over(new Spread(200, 100, 250, 3));
    assertEquals(new Spread(1.5, 1, 2.5, 3), ratio);
    assertFalse(new Spread(300, 200, 500, 3).over(Spread.NONE).isPresent());
    assertFalse(new Spread(300, 200, 500, 3).over(new Spread(0, 0, 0, 1)).isPresent());
  }

  @Test
  void aWorkloadTellsItsCircumstances() {
    CellResult cell = SampleResults.cell("varve", "readrandom", 1, 100);
    CellResult open =
        SampleResults.with(SampleResults.with(cell, "loop", "open"), "target_rate", 50_000);
    Workload workload = Summary.of(List.of(open)).workloads().getFirst();
    assertEquals("open loop at 50,000/s", workload.loopText());
    assertEquals("1,000,000 keys of 16 B, values of 100 B", workload.dataText());
    assertEquals("1 round", workload.roundsText());
    Workload closed =
        Summary.of(
                List.of(
                    cell,
                    SampleResults.cell("varve", "readrandom", 2, 100),
                    SampleResults.with(
                        SampleResults.cell("lmdb", "readrandom", 1, 100),
                        "value_bytes",
                        "40 to 400 B, evenly")))
            .workloads()
            .getFirst();
    assertEquals("closed loop", closed.loopText());
    assertEquals(
        "1,000,000 keys of 16 B, values of 100 B or 40 to 400 B, evenly", closed.dataText());
    assertEquals("1 to 2 rounds", closed.roundsText());
  }

  @Test
  void nothingCannotBeSummedUp() {
    assertThrows(IllegalArgumentException.class, () -> Summary.of(List.of()));
  }
}
