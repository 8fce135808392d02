/**
 * Compression by Zstandard (RFC 8878), with the native library of its authors. It is loaded when
 * the first stream is opened.
 *
 * <p>Each stream is for one thread.
 */
package dev.varve.formats.zstd;
