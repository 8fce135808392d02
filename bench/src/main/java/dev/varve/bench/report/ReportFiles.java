package dev.varve.bench.report;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Writes results to a folder: {@code results.json} with every figure of the tables (latencies in
 * nanoseconds, sizes in bytes), {@code <phase>.hgrm} with the percentile distribution of all
 * partitions (microseconds), and {@code partitions/<phase>-<partition>.hgrm} for each partition
 * that had operations.
 */
public final class ReportFiles {
  /** Lines of an .hgrm file for each halving of the distance to 100 percent. */
  private static final int TICKS_PER_HALF_DISTANCE = 5;

  private static final double NANOS_PER_MICRO = 1_000;

  private ReportFiles() {}

  /** Writes all files; the folder is made if need be, files of the same names are replaced. */
  public static void write(
      Path folder, RunDescription run, List<PhaseResult> phases, boolean verified)
      throws IOException {
    Path partitionFolder = Files.createDirectories(folder.resolve("partitions"));
    for (PhaseResult phase : phases) {
      writeDistribution(folder.resolve(phase.name() + ".hgrm"), phase.latencies());
      for (PartitionResult partition : phase.partitions()) {
        if (partition.latencies().getTotalCount() > 0) {
          writeDistribution(
              partitionFolder.resolve(phase.name() + "-" + partition.partition() + ".hgrm"),
              partition.latencies());
        }
      }
    }
    try (JsonGenerator json =
        new JsonFactory()
            .createGenerator(
                Files.newOutputStream(folder.resolve("results.json")), JsonEncoding.UTF8)
            .useDefaultPrettyPrinter()) {
      writeJson(json, run, phases, verified);
    }
  }

  private static void writeDistribution(Path file, Histogram latencies) throws IOException {
    try (PrintStream out =
        new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
      latencies.outputPercentileDistribution(out, TICKS_PER_HALF_DISTANCE, NANOS_PER_MICRO);
      if (out.checkError()) { // a PrintStream keeps its errors to itself
        throw new IOException("cannot write " + file);
      }
    }
  }

  private static void writeJson(
      JsonGenerator json, RunDescription run, List<PhaseResult> phases, boolean verified)
      throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("run");
    for (Map.Entry<String, String> setting : run.settings().entrySet()) {
      json.writeStringField(setting.getKey(), setting.getValue());
    }
    json.writeEndObject();
    json.writeBooleanField("verified", verified);
    json.writeArrayFieldStart("phases");
    for (PhaseResult phase : phases) {
      json.writeStartObject();
      json.writeStringField("name", phase.name());
      json.writeStringField("what", phase.what());
      json.writeNumberField("elapsedNanos", phase.elapsedNanos());
      json.writeObjectFieldStart("total");
      writeFigures(json, phase, phase.latencies(), phase.total());
      json.writeEndObject();
      json.writeArrayFieldStart("partitions");
      for (PartitionResult partition : phase.partitions()) {
        json.writeStartObject();
        json.writeNumberField("partition", partition.partition());
        writeFigures(json, phase, partition.latencies(), partition.storage());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeFigures(
      JsonGenerator json, PhaseResult phase, Histogram latencies, StorageFigures storage)
      throws IOException {
    long operations = latencies.getTotalCount();
    json.writeNumberField("operations", operations);
    writeFactor(json, "operationsPerSecond", phase.perSecond(operations));
    if (operations > 0) {
      json.writeObjectFieldStart("latencyNanos");
      for (double percentile : Percentiles.SHOWN) {
        json.writeNumberField(
            Percentiles.name(percentile), latencies.getValueAtPercentile(percentile));
      }
      json.writeNumberField("max", latencies.getMaxValue());
      writeFactor(json, "mean", latencies.getMean());
      json.writeEndObject();
    }
    json.writeNumberField("items", storage.items());
    json.writeNumberField("diskBytes", storage.diskBytes());
    json.writeNumberField("writtenBytes", storage.writtenBytes());
    json.writeNumberField("flushes", storage.flushes());
    json.writeNumberField("compactions", storage.compactions());
    writeFactor(json, "writeAmplification", storage.writeAmplification());
    writeFactor(json, "readAmplification", storage.readAmplification());
    writeFactor(json, "spaceAmplification", storage.spaceAmplification());
  }

  /** JSON has no word for "not a number": such a figure is {@code null}. */
  private static void writeFactor(JsonGenerator json, String name, double value)
      throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumberField(name, Math.round(value * 1000) / 1000.0);
    } else {
      json.writeNullField(name);
    }
  }
}
