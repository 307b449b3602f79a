"""The training step of recipes/faces-emoji.yaml as a plain PyTorch loop, for a run side by side with dtn bench faces.

Networks of the same widths as ours, all with random weights, on noise: f is the face encoder's residual network of 29 convolutions
at 150 x 150 pixels, in evaluation mode and without parameter gradients; f(s) and f(t) are given, as they are to our step. A step
is one batch of each domain: G(s) and G(t); D's update on G(s), G(t) and t; g's update by D's answer, by the cosine between f(s) and
f(G(s)) for the first --const-images of the batch, by the total variation of G(s) and by L1 between t and G(t); Adam for both.

The naive loop draws G(x) once for each of the two updates and lets D collect gradients in g's update that nobody uses. --tuned draws
once, freezes D meanwhile, keeps all in channels-last memory and steps Adam over all tensors at once. Left out of both, in their
favour: the average of g, the twelve visible traits in f, and the reduction of every second batch before f; the random warp and
f's window are one grid_sample here.

Prints one line of JSON; images_per_second_median counts images of S and of T.
"""

import argparse
import json
import time

import torch
import torch.nn.functional as F
from torch import nn

IMAGE = 64
SIDE = 150
IDENTITY = 128
BATCHES = 4
WARM_UP = 3


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tuned", action="store_true")
    parser.add_argument("--iters", type=int, default=8)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--const-images", type=int, default=16)
    parser.add_argument("--code", type=int, default=140)
    parser.add_argument("--generator", type=int, nargs="+", default=[256, 192, 96, 48])
    parser.add_argument("--discriminator", type=int, nargs="+", default=[32, 64, 128, 256])
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


class Residual(nn.Module):
    """Two convolutions beside a shortcut, or beside a pooled one; zeros fill up what either is short of."""

    def __init__(self, channels, out, down):
        super().__init__()
        self.down = down
        self.first = nn.Conv2d(channels, out, 3, 2 if down else 1, 0 if down else 1)
        self.second = nn.Conv2d(out, out, 3, 1, 1)

    def forward(self, x):
        branch = self.second(F.relu(self.first(x)))
        if self.down:
            x = F.avg_pool2d(x, 2, 2)
            missing = x.shape[2] - branch.shape[2]
            branch = F.pad(branch, (0, missing, 0, missing))
            x = F.pad(x, (0, 0, 0, 0, 0, branch.shape[1] - x.shape[1]))
        return F.relu(branch + x)


class FaceEncoder(nn.Module):
    def __init__(self):
        super().__init__()
        widths = [(32, 3), (64, 4), (128, 3), (256, 3), (256, 1)]  # channels, blocks; all but the first stage begin by halving
        blocks = []
        channels = 32
        for stage, (out, count) in enumerate(widths):
            for i in range(count):
                blocks.append(Residual(channels, out, stage > 0 and i == 0))
                channels = out
        self.first = nn.Conv2d(3, 32, 7, 2)
        self.blocks = nn.Sequential(*blocks)
        self.last = nn.Linear(256, IDENTITY, bias=False)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.first(x)), 3, 2)
        return self.last(self.blocks(x).mean((2, 3)))


def generator(code, widths):
    start = IMAGE >> len(widths)
    layers = [nn.Unflatten(1, (code, 1, 1)), nn.ConvTranspose2d(code, widths[0], start, bias=False)]
    layers += [nn.BatchNorm2d(widths[0]), nn.ReLU(True)]
    for channels, out in zip(widths, widths[1:]):
        layers += [nn.ConvTranspose2d(channels, out, 4, 2, 1, bias=False), nn.BatchNorm2d(out), nn.ReLU(True)]
        layers += [nn.Conv2d(out, out, 1, bias=False), nn.BatchNorm2d(out), nn.ReLU(True)]
    return nn.Sequential(*layers, nn.ConvTranspose2d(widths[-1], 3, 4, 2, 1), nn.Tanh())


def discriminator(widths):
    layers = [nn.Conv2d(3, widths[0], 4, 2, 1), nn.LeakyReLU(0.2, True)]
    for channels, out in zip(widths, widths[1:]):
        layers += [nn.Conv2d(channels, out, 4, 2, 1, bias=False), nn.BatchNorm2d(out), nn.LeakyReLU(0.2, True)]
    return nn.Sequential(*layers, nn.Conv2d(widths[-1], 3, IMAGE >> len(widths)), nn.Flatten())


def view(images):
    """What D sees: moved by up to two pixels, with noise."""
    top, left = torch.randint(0, 5, (2,)).tolist()
    moved = F.pad(images, (2, 2, 2, 2), value=-1.0)[:, :, top : top + IMAGE, left : left + IMAGE]
    return moved + 0.1 * torch.randn_like(moved)


def window(images):
    """What f sees: each image turned, scaled and moved a little, the face in it scaled to f's size."""
    count = len(images)
    angle = (torch.rand(count) * 2 - 1) * 0.035
    scale = 0.87 * (0.975 + 0.05 * torch.rand(count))
    shift = (torch.rand(2, count) * 2 - 1) * 0.03
    cos, sin = scale * angle.cos(), scale * angle.sin()
    maps = torch.stack((cos, -sin, shift[0], sin, cos, shift[1] + 0.2), 1).view(count, 2, 3)
    grid = F.affine_grid(maps, (count, 3, SIDE, SIDE), align_corners=False)
    return F.grid_sample(images, grid, "bilinear", "border", align_corners=False)


def variation(images):
    here = images[:, :, :-1, :-1]
    right = images[:, :, :-1, 1:] - here
    below = images[:, :, 1:, :-1] - here
    return (right.square() + below.square() + 1e-8).sqrt().mean()


class Step:
    def __init__(self, options):
        self.tuned = options.tuned
        self.batch = options.batch
        self.seen = options.const_images
        self.format = torch.channels_last if options.tuned else torch.contiguous_format
        self.f = FaceEncoder().eval().requires_grad_(False).to(memory_format=self.format)
        self.g = generator(options.code, options.generator).to(memory_format=self.format)
        self.d = discriminator(options.discriminator).to(memory_format=self.format)
        adam = dict(lr=1e-4, betas=(0.5, 0.99), foreach=options.tuned)
        self.adam_g = torch.optim.Adam(self.g.parameters(), **adam)
        self.adam_d = torch.optim.Adam(self.d.parameters(), **adam)
        self.codes = torch.randn(BATCHES, 2 * options.batch, options.code)  # f(s), then f(t)
        self.images = torch.rand(BATCHES, options.batch, 3, IMAGE, IMAGE) * 2 - 1

    def draw(self, codes):
        return self.g(codes + 0.6 * torch.rand(len(codes), 1) * torch.randn_like(codes))

    def judge(self, images, wanted):
        return F.cross_entropy(self.d(view(images)), torch.full((len(images),), wanted))

    def run(self, i):
        codes = self.codes[i % BATCHES]
        real = self.images[i % BATCHES].contiguous(memory_format=self.format)
        fakes = self.draw(codes)
        source, target = fakes.detach().split(self.batch)
        loss_d = self.judge(source, 0) + self.judge(target, 1) + self.judge(real, 2)
        self.adam_d.zero_grad(set_to_none=True)
        loss_d.backward()
        self.adam_d.step()

        if self.tuned:
            self.d.requires_grad_(False)
        else:
            fakes = self.draw(codes)
        source, target = fakes.split(self.batch)
        seen = self.f(window(source[: self.seen]))
        constancy = 1 - F.cosine_similarity(codes[: self.seen, :IDENTITY], seen).mean()
        gang = self.judge(source, 2) + self.judge(target, 2)
        loss_g = 0.05 * gang + constancy + 2 * variation(source) + 20 * F.l1_loss(target, real)
        self.adam_g.zero_grad(set_to_none=True)
        loss_g.backward()
        self.adam_g.step()
        self.d.requires_grad_(True)
        return loss_d.item(), loss_g.item()


def main():
    options = arguments()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    step = Step(options)
    times = []
    for i in range(WARM_UP + options.iters):
        begin = time.perf_counter()
        step.run(i)
        times.append(time.perf_counter() - begin)
    times = sorted(times[WARM_UP:])
    figures = {
        "peer": "pytorch " + torch.__version__,
        "tuned": options.tuned,
        "batch": options.batch,
        "const_images": options.const_images,
        "threads": options.threads,
        "step_ms_median": round(1000 * times[len(times) // 2], 1),
        "images_per_second_median": round(2 * options.batch / times[len(times) // 2], 2),
        "images_per_second_best": round(2 * options.batch / times[0], 2),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
