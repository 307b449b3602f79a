"""The same G(f(x)) in Python PyTorch, for a run side by side with dtn bench transfer.

Runs the TorchScript module that dtn export writes, whose networks are folded already, on noise, in inference mode. --tuned keeps
weights and images in channels-last memory and freezes the module; where torch.jit.optimize_for_inference is faster still, that
counts.

Prints one line of JSON.
"""

import argparse
import json
import time

import torch

WARM_UP = 3


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--module", required=True)
    parser.add_argument("--shape", type=int, nargs=3, required=True)
    parser.add_argument("--tuned", action="store_true")
    parser.add_argument("--iters", type=int, default=20)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def load(options, memory_format):
    module = torch.jit.load(options.module).eval()
    for tensor in module.parameters():
        if tensor.dim() == 4:
            tensor.data = tensor.data.contiguous(memory_format=memory_format)
    return module


def candidates(options):
    """Functions that give a module, and the memory format of its images."""
    if not options.tuned:
        yield lambda: load(options, torch.contiguous_format), torch.contiguous_format
        return
    yield lambda: torch.jit.freeze(load(options, torch.channels_last)), torch.channels_last
    yield lambda: torch.jit.optimize_for_inference(load(options, torch.channels_last)), torch.channels_last


def median_seconds(module, images, iterations):
    times = []
    for _ in range(WARM_UP + iterations):
        begin = time.perf_counter()
        module(images)
        times.append(time.perf_counter() - begin)
    return sorted(times[WARM_UP:])[iterations // 2]


def main():
    options = arguments()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    seconds = []
    with torch.inference_mode():
        for make, memory_format in candidates(options):
            images = torch.rand(options.batch, *options.shape) * 2 - 1
            images = images.contiguous(memory_format=memory_format)
            seconds.append(median_seconds(make(), images, options.iters))
    figures = {
        "peer": "pytorch " + torch.__version__,
        "tuned": options.tuned,
        "batch": options.batch,
        "threads": options.threads,
        "images_per_second_median": round(options.batch / min(seconds), 2),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
